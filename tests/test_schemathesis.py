"""The service does what its description says, whatever it is asked: https://schemathesis.readthedocs.io/.

Runs where the program ``schemathesis`` is on the path: ``make fuzz`` has it so, and asks for thousands of cases.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from api.limits import Limits
from api.settings import Settings
from graph.search import Index
from graph.store import Store
from tests.sample_documents import documents, reference
from tests.serving import serving

EXAMPLES = os.environ.get("DUTYGRAPH_FUZZ", "1")  # of each operation
# A cursor, or the name of a release, may be of the right form and yet not be one that was given; that is no fault.
EXCLUDED = "positive_data_acceptance,unsupported_method"


@pytest.mark.skipif(not shutil.which("schemathesis"), reason="schemathesis is not on the path: «make fuzz» has it so")
def test_no_answer_is_a_fault_of_the_service_or_other_than_described(tmp_path: Path) -> None:
    phases = "fuzzing" if EXAMPLES == "1" else "examples,coverage,fuzzing"
    options = ["--max-examples", EXAMPLES, "--phases", phases, "--exclude-checks", EXCLUDED, "--continue-on-failure"]
    with serving(Settings(store=store(tmp_path), service=Limits(workers=2), journal="")) as running:
        address = f"http://127.0.0.1:{running.port}/openapi.json"
        asking = ["schemathesis", "run", address, *options, "--request-timeout", "40"]
        done = subprocess.run(asking, capture_output=True, text=True, check=False, cwd=tmp_path)

    print(done.stdout[-400:])
    assert "Failures:" not in done.stdout, done.stdout
    assert "generated" in done.stdout, done.stdout + done.stderr


def store(folder: Path) -> Path:
    """The hand-made documents with an index of their words."""
    made = Store.open(folder / "store")
    made.load_reference(reference())
    with Index.beside(folder / "store").writing() as writer:
        for document in documents():
            made.put(document)
            writer.put(document)
    return folder / "store"
