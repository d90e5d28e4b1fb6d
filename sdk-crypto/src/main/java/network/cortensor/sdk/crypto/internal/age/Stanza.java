package network.cortensor.sdk.crypto.internal.age;

import network.cortensor.sdk.crypto.internal.Base64Text;

import java.util.List;

/** One stanza of an age header: arguments, of which the first is the type, and a body. */
public final class Stanza {

    /** Columns of a full line of a body; the line that ends a body is shorter. */
    public static final int COLUMNS = 64;

    private final List<String> arguments;
    private final byte[] body;

    private Stanza(List<String> arguments, byte[] body) {
        this.arguments = arguments;
        this.body = body;
    }

    /** Makes a stanza; the body is taken over. */
    public static Stanza of(List<String> arguments, byte[] body) {
        return new Stanza(List.copyOf(arguments), body);
    }

    public String type() {
        return arguments.get(0);
    }

    public List<String> arguments() {
        return arguments;
    }

    public byte[] body() {
        return body.clone();
    }

    public void writeTo(StringBuilder out) {
        out.append("-> ").append(String.join(" ", arguments)).append('\n');
        String text = Base64Text.STANDARD.encode(body);
        // A body whose text fills its last line is ended by an empty one.
        for (int at = 0; at <= text.length(); at += COLUMNS) {
            out.append(text, at, Math.min(at + COLUMNS, text.length())).append('\n');
        }
    }
}
