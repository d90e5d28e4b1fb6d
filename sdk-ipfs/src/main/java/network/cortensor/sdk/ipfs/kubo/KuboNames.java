package network.cortensor.sdk.ipfs.kubo;

import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.HashFunction;

/** What codecs and hash functions are called (multicodec table, column "name"). */
final class KuboNames {
    private KuboNames() {}

    static String of(Codec codec) {
        return switch (codec) {
            case RAW -> "raw";
            case DAG_PB -> "dag-pb";
            case DAG_CBOR -> "dag-cbor";
            case DAG_JSON -> "dag-json";
        };
    }

    static String of(HashFunction hash) {
        return switch (hash) {
            case SHA2_256 -> "sha2-256";
            case SHA2_512 -> "sha2-512";
            case BLAKE2B_256 -> "blake2b-256";
            case IDENTITY -> "identity";
        };
    }
}
