package network.cortensor.examples;

import network.cortensor.sdk.client.CompletionRequest;
import network.cortensor.sdk.client.InferenceSession;
import network.cortensor.sdk.client.LocalNetwork;
import network.cortensor.sdk.client.Network;
import network.cortensor.sdk.client.VerifiedCompletion;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TokenAmount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The first program with the SDK, as the README shows it: the lines between the two marks are the README's, word for word. */
public final class FirstAnswer {

    private FirstAnswer() {}

    /**
     * Asks a question about a file.
     *
     * @param args the file and the question
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        String question = args[1];
        // README begins
        SessionTerms terms = SessionTerms.builder("my first session")
                .redundancy(3) // three nodes answer each task independently
                .pricePerResult(TokenAmount.ofCor("0.01"))
                .build();

        try (LocalNetwork network = Network.local();
                InferenceSession session = network.client().openSession(terms, TokenAmount.ofCor("1"))) {

            VerifiedCompletion answer = session.complete(CompletionRequest.builder(question)
                    .document(Files.readString(file))
                    .build());

            System.out.println(answer.text());
            System.out.println(answer.verdict()); // accepted, 3 of 3
            Files.write(Path.of("receipt.json"), answer.receipt().encoded());
        }
        // README ends
    }
}
