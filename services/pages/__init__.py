"""The console: Chinese pages over the API's operations. A page may nothing that its visitor may not by the API."""
