package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.ipns.IpnsName;

import java.util.Optional;

/** A name whose record is asked for (trustless gateway specification, "IPNS Record Responses"). */
final class RecordRequest {
    static final String MEDIA_TYPE = "application/vnd.ipfs.ipns-record";

    private static final String FORMAT = "ipns-record";

    private final RequestTarget target;
    private final IpnsName name;

    private RecordRequest(RequestTarget target, IpnsName name) {
        this.target = target;
        this.name = name;
    }

    /**
     * Makes up what is wanted.
     *
     * @throws Refusal if that is not clear, or anything but a record
     */
    static RecordRequest of(RequestTarget target, AcceptHeader accept) throws Refusal {
        Optional<String> format = target.parameter("format");
        boolean accepted =
                accept.ranges().stream().anyMatch(range -> range.type().equals(MEDIA_TYPE));
        if (format.isEmpty() && !accepted && accept.isOpen()) {
            throw Refusal.of(400, "say what you want: format=ipns-record, or the same in the header Accept");
        }
        if (format.isPresent() ? !format.get().equals(FORMAT) : !accepted) {
            throw Refusal.of(406, "of names only the records are served (" + MEDIA_TYPE + "); they are not followed");
        }
        return new RecordRequest(target, target.name());
    }

    IpnsName name() {
        return name;
    }

    String contentDisposition() throws Refusal {
        Optional<String> given = target.parameter("filename").filter(text -> !text.isEmpty());
        return ContentDisposition.attachment(given.orElse(name + "." + FORMAT));
    }

    /** As {@link ContentRequest#contentLocation()}. */
    String contentLocation() {
        return target.text() + "?format=" + FORMAT;
    }

    RequestTarget target() {
        return target;
    }
}
