"""What this process measures of its own work, for `/metrics`."""

from prometheus_client import Histogram

PAGE_SECONDS = Histogram(
    "saraban_page_seconds", "Seconds to read one page, waiting not counted", buckets=(0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128)
)
