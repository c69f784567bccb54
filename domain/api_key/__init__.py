"""An API key (接口密钥): issued to a machine for one place, used, revoked; its secret is in no event."""
