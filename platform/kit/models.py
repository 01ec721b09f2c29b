"""No models. Django tells only apps with this module that tables were brought up to date."""
