package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.chain.Assurance;
import network.cortensor.sdk.staking.chain.TransactionReceipt;

import java.util.Locale;

/** How the commands show what a chain says, and how sure that is. */
final class ChainAnswers {

    private ChainAnswers() {}

    static String words(Assurance assurance) {
        return "as " + assurance.agreeing() + " of " + assurance.asked()
                + (assurance.asked() == 1 ? " endpoint says" : " endpoints say") + ", in block "
                + assurance.blockNumber() + " " + assurance.blockHash();
    }

    static Json json(Assurance assurance) {
        return Json.object()
                .put("level", assurance.level().name().toLowerCase(Locale.ROOT))
                .put("agreeing", assurance.agreeing())
                .put("asked", assurance.asked())
                .put("block", assurance.blockNumber())
                .put("blockHash", assurance.blockHash().toString());
    }

    static String words(TransactionReceipt receipt) {
        return "transaction " + receipt.transaction() + " in block " + receipt.blockNumber();
    }

    /** Adds where a command was carried out. */
    static Json put(Json json, TransactionReceipt receipt) {
        return json.put("transaction", receipt.transaction().toString()).put("block", receipt.blockNumber());
    }

    static Address address(String what, String text) {
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(what + " is no address: " + e.getMessage() + ".", e);
        }
    }
}
