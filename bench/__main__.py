"""`make bench`: pages beside a bare Flask page of the same run, in two associations; an import; letters."""

import sys

from bench import import_bench, letters, pages

if sys.argv[1:]:
    pages.main(sys.argv[1:])
else:
    pages.main([])
    pages.main(["--association", "250000"])
    import_bench.main([])
    letters.main([])
