"""Keys: one master, one key for each purpose, one for each case and client, sealed columns, keyed hashes.

The only room that imports `cryptography`.
"""

from ppsweb.keys.coded import Coded
from ppsweb.keys.data_keys import DataKey, KeyDestroyed, Tampered, fetch, forget, new_data_key
from ppsweb.keys.hashes import blind_index, mac, mac_holds, query_hashes, token, word_hashes, words_of
from ppsweb.keys.ring import NoKeys, derive, open_ring
from ppsweb.keys.sealed import NotRead, NotSealed, Sealed, SealedBytes, SealedDate, prove, seal, unseal

__all__ = [
    "Coded",
    "DataKey",
    "KeyDestroyed",
    "NoKeys",
    "NotRead",
    "NotSealed",
    "Sealed",
    "SealedBytes",
    "SealedDate",
    "Tampered",
    "blind_index",
    "derive",
    "fetch",
    "forget",
    "mac",
    "mac_holds",
    "new_data_key",
    "open_ring",
    "prove",
    "query_hashes",
    "seal",
    "token",
    "unseal",
    "word_hashes",
    "words_of",
]
