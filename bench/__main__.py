"""`make bench`: pages beside a bare Flask page of the same run, in a small and in a large association; an import."""

import sys

from bench import import_bench, pages

if sys.argv[1:]:
    pages.main(sys.argv[1:])
else:
    pages.main([])
    pages.main(["--association", "250000"])
    import_bench.main([])
