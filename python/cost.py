"""What an application cost, by its event log, not compressed: python cost.py EVENTS ROWS"""

import json
import sys
from collections import Counter

path, rows = sys.argv[1], int(sys.argv[2])
total: Counter = Counter()
with open(path, encoding="utf-8") as log:
    for line in log:
        event = json.loads(line)
        metrics = event.get("Task Metrics")
        if event["Event"] != "SparkListenerTaskEnd" or not metrics:
            continue
        total["bytes shuffled"] += metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"]
        total["bytes spilled to disk"] += metrics["Disk Bytes Spilled"]
        total["bytes read"] += metrics["Input Metrics"]["Bytes Read"]
        total["bytes written"] += metrics["Output Metrics"]["Bytes Written"]
        total["tasks"] += 1
for name, amount in total.items():
    print(f"{name:22} {amount:14,}  {amount / rows:10,.1f} a row")
