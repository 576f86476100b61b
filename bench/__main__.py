"""`make bench`: pages beside a bare Flask page of the same run, in two associations; an import; letters."""

import sys

from bench import browser_import_bench, import_bench, letters, pages

if sys.argv[1:]:
    pages.main(sys.argv[1:])
else:
    pages.main([])
    pages.main(["--association", "250000"])
    import_bench.main([])
    letters.main([])
    browser_import_bench.main(["--companies", "20000", "--employees", "250000"])
