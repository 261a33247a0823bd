"""The desk: write profiles in the browser beside their real pages. Requests in, answers out, like ``cli``."""
