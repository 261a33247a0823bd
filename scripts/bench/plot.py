"""Draw CPU seconds by number of partners, PDF and Word, as SVG; reads JSON from standard input."""

import json
import sys

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "brochure"  # the same figures make the same file
from matplotlib import pyplot as plt  # noqa: E402

given = json.load(sys.stdin)
figure, axes = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
for axis, kinds, title in zip(axes, (("pdf", "again"), ("word",)), ("PDF", "Word"), strict=True):
    for name in dict.fromkeys(row[0] for row in given["rows"] if given["kinds"][row[0]] in kinds):
        points = sorted((row[1], row[2]) for row in given["rows"] if row[0] == name)
        ours = name.startswith("brochure")
        dashed = given["kinds"][name] == "again"
        axis.plot(*zip(*points, strict=True), marker="o", markersize=3, label=name,
                  linewidth=2 if ours else 1, linestyle="--" if dashed else "-")  # fmt: skip
    axis.set(title=title, xscale="log", yscale="log", xlabel="partners", ylabel="CPU seconds")
    sizes = sorted({row[1] for row in given["rows"]})
    axis.set_xticks(sizes, labels=map(str, sizes), minor=False)
    axis.minorticks_off()
    axis.legend(fontsize=7, frameon=False)
    axis.spines[["top", "right"]].set_visible(False)
figure.savefig(given["target"], metadata={"Date": None})
