"""`make bench`: pages beside a bare Flask page of the same run, then an import."""

from bench import import_bench, pages

pages.main()
import_bench.main()
