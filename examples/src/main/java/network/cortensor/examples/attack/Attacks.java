package network.cortensor.examples.attack;

import java.util.List;

/** The attacks, in the order of a task: store, keys, prompt, ledger, answers, receipt; then what stands beside it. */
public final class Attacks {

    private Attacks() {}

    /** Returns all attacks; each has a name of its own. */
    public static List<Attack> all() {
        return List.of(
                new StoreReturnsOtherBytes(),
                new StoreReturnsTruncatedObject(),
                new StrangerAnnouncesKey(),
                new ExpiredAnnouncement(),
                new RolledBackAnnouncement(),
                new ForkedAnnouncement(),
                new AnnouncementOfOtherChain(),
                new PromptReplayedForAnotherTask(),
                new RecipientForgesSender(),
                new SenderDeceivesOneRecipient(),
                new LedgerHandsOutForeignNode(),
                new LedgerNamesItsOwnValidators(),
                new StrangerActsOnTask(),
                new ClientTakesAnswerAndCancels(),
                new RevealDiffersFromPrecommit(),
                new CopiedAnswerAndCommitment(),
                new ValidatorLies(),
                new NodeSignsForAnother(),
                new UnrelatedAnswer(),
                new UnrelatedAnswersOfMost(),
                new NodeNeverAnswers(),
                new TamperedReceipt(),
                new AppForgesReceipt(),
                new ReceiptSmuggledIntoBatch(),
                new DowngradeToClassicalSuite(),
                new LiveOpeningReplayed(),
                new LiveStreamTampered(),
                new HolderForgesShare(),
                new StolenKeystore());
    }
}
