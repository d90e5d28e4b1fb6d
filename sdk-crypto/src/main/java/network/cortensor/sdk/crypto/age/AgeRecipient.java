package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.Recipient;

/**
 * Somebody an age file can be encrypted for: a post-quantum {@link Recipient}, which is the one to use, or a classical
 * {@link X25519Recipient}.
 */
public sealed interface AgeRecipient permits Recipient, X25519Recipient {

    /**
     * Reads either text form: {@code age1pq1…} or {@code age1…}.
     *
     * @throws MalformedException if the text is neither, or a key that cannot work
     */
    static AgeRecipient parse(String text) {
        return text.startsWith("age1pq1") ? Recipient.parse(text) : X25519Recipient.parse(text);
    }
}
