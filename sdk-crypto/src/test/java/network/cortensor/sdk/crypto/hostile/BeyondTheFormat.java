package network.cortensor.sdk.crypto.hostile;

/** A change that no reader of a format can notice, because the format does not protect it. Each is named in the SPEC. */
final class BeyondTheFormat extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String what;

    BeyondTheFormat(String what) {
        super(what);
        this.what = what;
    }

    String what() {
        return what;
    }
}
