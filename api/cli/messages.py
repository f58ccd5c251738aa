"""What the command line says, in Chinese and in English: one record of sentences a language."""

from collections.abc import Mapping
from dataclasses import dataclass

from api import headings


@dataclass(frozen=True, slots=True)
class Messages:
    """The sentences of one language; words in braces are filled in where a sentence is used."""

    language: str  # as Unreadable.said takes it
    # what the commands are for
    about: str
    load: str
    ask: str
    query: str
    sparql: str
    search: str
    export: str
    export_ledger: str
    export_graph: str
    export_network: str
    export_around: str
    export_depth: str
    export_most: str
    export_truncated: str
    check: str
    serve: str
    release: str
    release_list: str
    release_use: str
    key: str
    key_new: str
    key_list: str
    review: str
    bench: str
    audit: str
    calendar: str
    network: str
    progress: str
    progress_set: str
    progress_list: str
    progress_history: str
    progress_state: str
    progress_date: str
    progress_by: str
    progress_note: str
    progress_proof: str
    progress_verified_by: str
    network_year: str
    calendar_feed: str
    calendar_due: str
    calendar_workload: str
    # what the options are for
    store: str
    only_here: str
    format: str
    file: str
    host: str
    port: str
    html: str
    calendar_events: str
    calendar_url: str
    no_color: str
    made: str
    runs: str
    plans: str
    # while loading
    reading: str
    document: str
    status: str
    statuses: Mapping[str, str]
    measures: str
    assignments: str
    deadlines: str
    targets: str
    remarks: str
    failed: str
    fault: str
    loaded: str
    no_documents: str
    # a review
    written: str
    one_document: str
    # versions
    diff: str
    changes: Mapping[str, str]
    # targets side by side
    compare: str
    verdicts: Mapping[str, str]
    # a benchmark
    step: str
    figure: str
    of_plans: str
    yard: str
    share: str
    loading_cold: str
    loaded_cold: str
    # a question
    today: str
    with_sparql: str
    # keys
    key_file: str
    scope: str
    key_kept: str
    key_to_keep: str
    word: str
    meaning: str
    meanings: Mapping[str, str]
    value: str
    more_rows: str
    rows_of_measures: str
    # answers
    name: str
    answers: str
    rows: str
    most: str
    hits: str
    none: str
    truth: Mapping[bool, str]
    one_of_text_and_file: str
    columns: Mapping[str, str]
    # checks
    checking: str
    conforms: str
    place: str
    rule: str
    message: str
    our_faults: str
    # progress
    recorded: str
    # networks
    never_leading: str
    # audits
    audit_document: str
    severities: Mapping[str, str]
    confirmed: str
    sums: str
    # the service
    serving: str
    served: str
    using: str


CHINESE = Messages(
    language="zh",
    about="dutygraph:把政府整改方案、实施意见等文件读成责任知识图谱:谁、在哪里、何时之前、必须做什么。",
    load="读取文件、文件夹、压缩包(ZIP)、网址(https://…)或标准输入(-),写入图谱。重复载入不会改变结果。",
    ask="用中文提问,例如:省水利厅牵头、2020年底前到期的任务。先说明怎样读懂,再给出答案。",
    query="用 queries/ 中的查询提问;不写名称则列出全部查询。",
    sparql="执行一段 SPARQL 查询(或用 --file 指定文件)。",
    search="全文检索措施:含有全部词语的,最合适的在前。",
    export="导出台账、图谱(RDF)或网络图。",
    export_ledger="导出责任台账:每份文件的措施、责任单位、时限、指标和出处。",
    export_graph="导出整个图谱(RDF)。",
    export_network="导出网络图:文件、措施、机构、地点、指标及其联系;可用筛选条件或 --around 取其一部分。",
    export_around="只取此名称、文件键或IRI周围的部分;可多次给出。",
    export_depth="与 --around 连用:取几步以内的节点。",
    export_most="与 --around 连用:最多取多少个节点。",
    export_truncated="还有更多节点,这里只取了最近的{most}个;可用 --most 调整。",
    check="检查图谱:SHACL 约束和一致性查询。",
    serve="启动只读 HTTP 服务。",
    release="列出或选用图谱的发布版。",
    release_list="列出保留的发布版,最新的在前。",
    release_use="让服务使用这个发布版(例如退回到以前的)。",
    key="通过 HTTP 写入所用的密钥(环境变量 DUTYGRAPH_KEYS 指定密钥文件)。",
    key_new="新建密钥:只显示一次;其后一行是要存入密钥文件的散列。",
    key_list="列出密钥文件中的密钥及其权限。",
    review="在原文上标出读到的内容,供人核对。",
    audit="审计计划本身:缺责任单位、缺时限、机构或行政区已撤销、编号缺项、数据不符……",
    progress="措施进展台账:登记、一览、历次登记。",
    progress_set="登记一条措施的进展;只增不改。销号(closed)之前须先验收(verified)。",
    progress_list="列出各措施最新的进展状态。",
    progress_history="列出一条措施的历次登记。",
    progress_state="进展状态。",
    progress_date="达到该状态之日,如 2021-06-03。",
    progress_by="登记人。",
    progress_note="说明。",
    progress_proof="佐证材料的网址或文件名;可重复。",
    progress_verified_by="验收单位;状态为 verified 时必填。",
    network="机构协作网络:共同承担措施的机构、中介中心性、社群、桥、逐年变化。",
    network_year="只看这一年的文件。",
    calendar="责任日历:订阅文件、到期事项、工作量。",
    calendar_feed="输出日历订阅文件(iCalendar,RFC 5545):时限为待办,定期任务为重复事件。",
    calendar_due="列出某时段内到期的事项;定期任务逐次展开。",
    calendar_workload="各机构每季度到期的事项数。",
    bench="测量本机读取文件(逐步骤)、载入和应答的速度,与标尺相比。",
    store="图谱所在文件夹,或 SPARQL 服务的地址;默认取环境变量 DUTYGRAPH_STORE,否则为 ./data/store。",
    only_here="{store}:此命令只用于本机文件夹中的图谱;load、query、sparql、export 可用服务地址",
    format="输出格式。",
    file="从文件读取查询(- 为标准输入)。",
    host="监听地址。",
    port="监听端口。",
    calendar_events="时限也写成事件(有的程序不显示他人的待办)。",
    calendar_url="条目链接指向的服务地址。",
    html="写成一个网页文件,不在终端显示。",
    no_color="不用颜色,以括号和字标出。",
    made="另造多少份文件来测。",
    runs="每步测几次,取最快一次。",
    plans="改测全套:造这么多份文件,载入、提问、提供服务;可多次给出,各占一列。",
    reading="读取",
    document="文件",
    status="状态",
    statuses={"added": "新增", "replaced": "更新", "unchanged": "未变", "failed": "失败", "copy": "与 {document} 同"},
    measures="措施",
    assignments="责任",
    deadlines="时限",
    targets="指标",
    remarks="存疑",
    failed="未能读取 {name}:{fault}",
    fault="程序错误({fault});请把该文件报告给维护者",
    no_documents="{paths}: 没有可读取的文件",
    loaded="{documents} 份文件,{measures} 条措施;图谱在 {store}",
    written="已写入 {path}",
    one_document="其中有 {count} 份文件;请逐份核对",
    compare="同一指标在各文件中的目标值:与本地上一份文件、与上级相比,是更严、相同还是更松。",
    verdicts={
        "stricter": "更严",
        "equal": "相同",
        "weaker": "更松",
        "unlike": "不可比",
        "missing": "未提及",
        "same": "同期",
        "later": "更晚",
        "earlier": "更早",
    },
    diff="逐条比较同一文件的两个版本:新增、删除、改编号、改文字、换牵头单位、改时限、改指标。参数是文件的键。",
    changes={
        "added": "新增",
        "dropped": "删除",
        "renumbered": "改编号",
        "reworded": "改文字",
        "modality": "改情态",
        "lead": "换牵头",
        "responsible": "换责任单位",
        "participant": "换配合单位",
        "supervisor": "换督导单位",
        "deadline": "改时限",
        "target": "改指标",
    },
    step="步骤",
    figure="项目",
    of_plans="{plans:,} 份",
    yard="标尺",
    share="{name}:{size:.2f} MB,读取 {rate:.2f} MB/s,为标尺({yardstick})的 {share:.2f}",
    loading_cold="冷载入……",
    loaded_cold="冷载入 {count} 份文件到新图谱(含启动):{seconds} 秒",
    today="“今年”“逾期”以哪一天为准;默认今天。",
    with_sparql="也显示 SPARQL。",
    key_file="密钥文件;默认取环境变量 DUTYGRAPH_KEYS。",
    scope="权限:try 试读、load 载入、remove 移除、progress 登记进展、correct 更正;可重复。",
    key_kept="第一行是密钥,请妥善保存,不会再显示;第二行已写入 {file}。",
    key_to_keep="第一行是密钥,请妥善保存,不会再显示;请把第二行写入密钥文件。",
    word="词语",
    meaning="含义",
    meanings={
        "agency": "机构",
        "role": "职责",
        "date": "时限",
        "division": "行政区",
        "feature": "地物",
        "indicator": "指标",
        "document": "文件",
        "kind": "文种",
        "modality": "道义情态",
        "topic": "文字包含",
        "wanted": "所问",
        "noun": "措施",
        "due": "到期",
        "issued": "文件的日期",
        "refused": "不能回答",
    },
    value="取值",
    more_rows="前 {rows} 行,后面还有(--limit)",
    rows_of_measures="{measures} 项措施,{rows} 行",
    name="名称",
    answers="回答的问题",
    rows="{rows} 行",
    most="最多列出多少条。",
    hits="共 {hits} 条措施",
    none="没有符合条件的结果",
    truth={True: "是", False: "否"},
    one_of_text_and_file="请给出查询文本或 --file,两者择一",
    columns=headings.CHINESE,
    checking="检查",
    conforms="图谱符合全部约束",
    place="位置",
    rule="规则",
    message="说明",
    our_faults="图谱的错误",
    recorded="已登记:第 {number} 条,{state}",
    never_leading="从不牵头的机构 {count} 个:{names}",
    audit_document="只审计这份文件(键、标题、文件名或 IRI)。",
    severities={"violation": "严重", "warning": "警告", "info": "提示"},
    confirmed="核对无误的数据",
    sums="核算",
    served="服务中",
    using="服务使用 {name}",
    serving="服务地址 http://{host}:{port}/ ,接口文档 http://{host}:{port}/docs (Ctrl-C 停止)",
)

ENGLISH = Messages(
    language="en",
    about="dutygraph reads Chinese government plans into a graph of duties: who must do what, where, by when.",
    load=(
        "Read files, folders, ZIP archives, addresses (https://…) or standard input (-) into the graph. "
        "Loading again changes nothing."
    ),
    ask="Ask in Chinese; how the question is understood comes before its answer.",
    query="Ask one of the questions of queries/; without a name, list them.",
    sparql="Run a SPARQL query, given as text or with --file.",
    search="Find the measures that have all these words, the best first.",
    export="Export the ledger, the graph as RDF, or as a network.",
    export_ledger="Export the ledger: each document's measures with agencies, deadlines, targets and evidence.",
    export_graph="Export the whole graph as RDF.",
    export_network="Export documents, measures, agencies, places and indicators as a network, all or those that fit.",
    export_around="only what surrounds this name, document key or IRI; may be repeated",
    export_depth="with --around: how many steps away",
    export_most="with --around: how many nodes at most",
    export_truncated="there are more nodes, these are the {most} nearest; --most takes more",
    check="Check the graph: SHACL shapes and queries that must find nothing.",
    serve="Start the read-only HTTP service.",
    release="List the releases of the graph, or choose one.",
    release_list="List the releases that are kept, the latest first.",
    release_use="Have this release served, an earlier one say.",
    key="Keys for writing over HTTP (the environment's DUTYGRAPH_KEYS names the file of keys).",
    key_new="Make a key: it is shown once; the line after it is its hash, for the file of keys.",
    key_list="List the keys of the file, and what each may do.",
    review="Show a document's text with what was found marked in it, for checking.",
    audit="Audit the plans themselves: no agency, no deadline, bodies that had ended, gaps, figures that disagree.",
    progress="The ledger of progress: record an entry, list where measures stand, see their history.",
    progress_set="Record the progress of a measure; what is closed (销号) was verified before; nothing changes later.",
    progress_list="List where measures stand.",
    progress_history="List all that was recorded of a measure.",
    progress_state="State of progress.",
    progress_date="The day on which the measure came to that state, such as 2021-06-03.",
    progress_by="Who records it.",
    progress_note="A note.",
    progress_proof="What proves it: an address or the name of a file; may be repeated.",
    progress_verified_by="The body that verified (验收单位); goes with the state verified.",
    network="Measure how agencies are tied by measures they share: betweenness, communities, bridges, years.",
    network_year="Only documents of this year.",
    calendar="The calendar of duties: feeds, what is due, how much.",
    calendar_feed="Write a calendar feed (iCalendar, RFC 5545): deadlines as to-dos, recurring duties as events.",
    calendar_due="List what is due in a span of days, recurring duties unrolled.",
    calendar_workload="Count what each agency has due in each quarter.",
    bench="Measure how fast this machine reads documents, loads them and answers, beside yardsticks.",
    store="Folder of the graph, or a SPARQL service; else the environment's DUTYGRAPH_STORE, else ./data/store.",
    only_here="{store}: this command needs a folder of this machine; load, query, sparql, export take a service",
    format="Format of the output.",
    file="Read the query from a file (- for standard input).",
    host="Address to listen on.",
    port="Port to listen on.",
    calendar_events="Deadlines are events too: many programs show no to-dos of others.",
    calendar_url="Address of the service that the links of entries lead to.",
    html="Write a web page to this file instead.",
    no_color="Mark by brackets and signs instead of colours.",
    made="So many documents are made to measure on.",
    runs="So many runs a step; the best counts.",
    plans="The whole suite instead: so many plans made, loaded, asked about, served; again for a further column.",
    reading="Reading",
    document="document",
    status="status",
    statuses={
        "added": "new",
        "replaced": "replaced",
        "unchanged": "unchanged",
        "failed": "failed",
        "copy": "same as {document}",
    },
    measures="measures",
    assignments="assignments",
    deadlines="deadlines",
    targets="targets",
    remarks="remarks",
    failed="cannot read {name}: {fault}",
    fault="a fault of the program ({fault}); please report this document to the maintainers",
    no_documents="{paths}: no documents",
    loaded="{documents} documents, {measures} measures; the graph is in {store}",
    written="Written to {path}",
    one_document="holds {count} documents; review them one by one",
    compare="The targets of an indicator in all documents, each against those before and above it.",
    verdicts={},
    diff="What a later version of a plan changed, measure by measure. The arguments are keys of documents.",
    changes={
        name: name
        for name in (
            "added",
            "dropped",
            "renumbered",
            "reworded",
            "modality",
            "lead",
            "responsible",
            "participant",
            "supervisor",
            "deadline",
            "target",
        )
    },
    step="step",
    figure="figure",
    of_plans="{plans:,} plans",
    yard="yardstick",
    share="{name}: {size:.2f} MB, read at {rate:.2f} MB/s, {share:.2f} of the yardstick ({yardstick})",
    loading_cold="Loading cold…",
    loaded_cold="{count} documents loaded cold into a new store, start included: {seconds} s",
    today="The day that 今年 and 逾期 are relative to; today.",
    with_sparql="Show the SPARQL too.",
    key_file="The file of keys; by default that of DUTYGRAPH_KEYS.",
    scope="What it may do: try, load, remove, progress, correct; may be repeated.",
    key_kept="The first line is the key: keep it, it is not shown again. The second is in {file} now.",
    key_to_keep="The first line is the key: keep it, it is not shown again. Put the second into the file of keys.",
    word="word",
    meaning="meaning",
    meanings={
        "agency": "agency",
        "role": "role",
        "date": "due",
        "division": "division",
        "feature": "feature",
        "indicator": "indicator",
        "document": "document",
        "kind": "kind of document",
        "modality": "modality",
        "topic": "text contains",
        "wanted": "wanted",
        "noun": "measures",
        "due": "due",
        "issued": "date of the document",
        "refused": "not answered",
    },
    value="value",
    more_rows="the first {rows} rows; there are more (--limit)",
    rows_of_measures="{measures} measures, {rows} rows",
    name="name",
    answers="question it answers",
    rows="{rows} rows",
    most="List so many at most.",
    hits="{hits} measures in all",
    none="Nothing matches",
    truth={True: "yes", False: "no"},
    one_of_text_and_file="give either the text of a query or --file",
    columns={},
    checking="Checking",
    conforms="The graph conforms to its shapes",
    place="place",
    rule="rule",
    message="message",
    our_faults="Faults of the graph",
    recorded="Recorded: entry {number}, {state}",
    never_leading="{count} agencies never lead: {names}",
    audit_document="Audit only this document (key, title, file name or IRI).",
    severities={"violation": "violations", "warning": "warnings", "info": "infos"},
    confirmed="Figures that agree",
    sums="sum",
    served="served",
    using="{name} is served",
    serving="Serving at http://{host}:{port}/ , documentation at http://{host}:{port}/docs (Ctrl-C stops)",
)


def messages(environment: Mapping[str, str]) -> Messages:
    """English where the locale asks for it, Chinese otherwise (also for C and where none is set).

    >>> messages({"LANG": "en_GB.UTF-8"}) is ENGLISH, messages({"LANG": "C"}) is CHINESE
    (True, True)
    """
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return ENGLISH if locale.lower().startswith("en") else CHINESE
