"""The demo's people and their stories, told by the same operations that pages call: nothing here could not happen."""
