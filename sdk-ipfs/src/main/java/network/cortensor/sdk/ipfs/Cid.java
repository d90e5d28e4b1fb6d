package network.cortensor.sdk.ipfs;

/** Names content by its hash (CID specification). */
public final class Cid {
    private Cid() {}

    public static Cid of(Codec codec, byte[] digest) {
        throw new UnsupportedOperationException("coming");
    }

    public static Cid parse(String text) {
        throw new UnsupportedOperationException("coming");
    }

    public static Cid decode(byte[] encoded) {
        throw new UnsupportedOperationException("coming");
    }

    public int version() {
        throw new UnsupportedOperationException("coming");
    }

    public Codec codec() {
        throw new UnsupportedOperationException("coming");
    }

    public byte[] digest() {
        throw new UnsupportedOperationException("coming");
    }

    public byte[] encoded() {
        throw new UnsupportedOperationException("coming");
    }

    public Cid toV1() {
        throw new UnsupportedOperationException("coming");
    }
}
