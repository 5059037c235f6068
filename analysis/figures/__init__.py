"""The figures, one file each; every file has `chart(results, ...)`, which gives a Chart."""
