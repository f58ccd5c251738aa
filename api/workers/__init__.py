"""Processes that hold the store and can be killed: how they are made, fed, limited and replaced."""
