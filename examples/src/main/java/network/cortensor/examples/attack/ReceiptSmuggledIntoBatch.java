package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.InclusionProof;
import network.cortensor.sdk.crypto.ReceiptBatch;
import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.crypto.SignedBatch;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.WalletAddress;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who: anybody with the proofs of other receipts. Wants: that a receipt passes which was never in the signed batch. Stopped by: the
 * proof has to lead to the signed root, at the signed size ({@link SignedBatch#verify}).
 */
final class ReceiptSmuggledIntoBatch implements Attack {

    private static final long CHAIN = 1;

    @Override
    public String name() {
        return "receipt-smuggled-into-batch";
    }

    @Override
    public String description() {
        return "A receipt that was never in a signed batch is shown with the proof of another, or in another's batch.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (Wallet issuer = Wallet.generate();
                Wallet forger = Wallet.generate()) {
            List<byte[]> receipts = IntStream.range(0, 7)
                    .mapToObj(ReceiptSmuggledIntoBatch::receipt)
                    .toList();
            ReceiptBatch batch = ReceiptBatch.of(receipts);
            SignedBatch signed = batch.sign(issuer, CHAIN);
            InclusionProof proof = batch.proof(3);
            WalletAddress expected = issuer.address();
            signed.verify(receipts.get(3), proof, expected, CHAIN);

            trial.rejected(
                    "with the proof of another",
                    Check.RECEIPT_BATCH,
                    "",
                    () -> signed.verify(receipt(99), proof, expected, CHAIN));
            trial.rejected(
                    "at another place",
                    Check.RECEIPT_BATCH,
                    "",
                    () -> signed.verify(receipts.get(2), proof, expected, CHAIN));
            ReceiptBatch own = ReceiptBatch.of(List.of(receipt(99), receipt(98)));
            trial.rejected(
                    "in a batch that somebody else signed",
                    Check.RECEIPT_BATCH,
                    "",
                    () -> own.sign(forger, CHAIN).verify(receipt(99), own.proof(0), expected, CHAIN));
            trial.rejected(
                    "on another chain",
                    Check.RECEIPT_BATCH,
                    "",
                    () -> signed.verify(receipts.get(3), proof, expected, CHAIN + 1));
            trial.rejected(
                    "with a proof of a batch of another size",
                    Check.RECEIPT_BATCH,
                    "",
                    () -> signed.verify(receipt(99), own.proof(0), expected, CHAIN));
        }
        return trial.outcome();
    }

    private static byte[] receipt(int number) {
        byte[] hash = new byte[32];
        hash[31] = (byte) number;
        return hash;
    }
}
