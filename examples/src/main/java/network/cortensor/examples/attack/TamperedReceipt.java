package network.cortensor.examples.attack;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.verify.Receipt;
import network.cortensor.sdk.verify.ResultVerifier;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Who: somebody who hands a receipt on. Wants: that a third person believes in another answer or in more agreement, or takes
 * one receipt for two. Stopped by: the app's signature over the body and the body's hash over the attachments, which {@link
 * ResultVerifier#check} holds against what is there; and by {@link Receipt#decode} and {@link WalletSignature#decode}, which
 * know one form only.
 */
final class TamperedReceipt implements Attack {

    /** The order of secp256k1 (SEC 2, §2.4.1). */
    private static final BigInteger ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    @Override
    public String name() {
        return "tampered-receipt";
    }

    @Override
    public String description() {
        return "A receipt is changed on its way, or signed again by somebody else.";
    }

    @Override
    public Defence defence() {
        return Defence.DETECTED;
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (Scene scene = Scene.open(ground)) {
            Party stranger = scene.newcomer();
            Receipt genuine = scene.receipt(scene.newcomer());
            ReceiptForger forger = new ReceiptForger(genuine);
            trial.holds("untouched", ResultVerifier.check(genuine).valid(), "valid", genuine);

            String flipped = ReceiptForger.flipped(genuine.answer());
            forger.edited(ReceiptForger.body("answer", flipped))
                    .mustShow(trial, "a byte of the body", "signature is not the app's");
            forger.edited(ReceiptForger.node("model", "scripteD"))
                    .mustShow(trial, "a byte of an attachment", "attachments are not the ones");
            forger.signedAgain(stranger.wallet(), ReceiptForger.body("support", 4))
                    .mustShow(trial, "more support, signed by a stranger", "signature is not the app's");
            forger.signedAgain(stranger.wallet(), ReceiptForger.node("node", stranger.address()))
                    .mustShow(trial, "a swapped node, signed by it", "signature is not the app's");

            byte[] spaced = genuine.toString().replaceFirst(":", ": ").getBytes(StandardCharsets.UTF_8);
            trial.fails("a blank put in", EvidenceException.class, "not canonical", () -> Receipt.decode(spaced));
            trial.fails(
                    "the signature's twin",
                    MalformedException.class,
                    "EIP-2",
                    () -> forger.edited(receipt -> receipt.put(
                            "signature", twin(receipt.get("signature").textValue()))));
        }
        return trial.outcome();
    }

    /** Whoever has one signature can compute the other one that fits, and so a second receipt that says the same. */
    private static String twin(String signature) {
        byte[] bytes = Base64.getUrlDecoder().decode(signature);
        byte[] s = ORDER.subtract(new BigInteger(1, bytes, 32, 32)).toByteArray();
        System.arraycopy(s, s.length - 32, bytes, 32, 32);
        bytes[64] = (byte) (27 + 28 - bytes[64]);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
