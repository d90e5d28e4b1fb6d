package network.cortensor.sdk.ipfs.gateway;

/** What the server answers with: nothing that has been made something else of, so that whoever asked can check it. */
enum AnswerFormat {
    /** The bytes of one block. */
    RAW("application/vnd.ipld.raw", "raw", "bin"),

    /** Blocks in a CAR. */
    CAR("application/vnd.ipld.car", "car", "car");

    private final String mediaType;
    private final String parameter;
    private final String extension;

    AnswerFormat(String mediaType, String parameter, String extension) {
        this.mediaType = mediaType;
        this.parameter = parameter;
        this.extension = extension;
    }

    String mediaType() {
        return mediaType;
    }

    /** Returns the value of the request parameter {@code format}. */
    String parameter() {
        return parameter;
    }

    /** Returns how the names of files of this kind end. */
    String extension() {
        return extension;
    }
}
