"""The dictionary: its schema, its loading with places, its checks, and the model in use."""
