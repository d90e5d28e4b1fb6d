package network.cortensor.sdk.staking;

/** Which events a subscriber gets. */
public sealed interface EventFilter {
    /** Every event. */
    static EventFilter all() {
        return new All();
    }

    /** Events of one task. */
    static EventFilter task(TaskId task) {
        return new OfTask(task);
    }

    /** Events of one session and of its tasks. */
    static EventFilter session(SessionId session) {
        return new OfSession(session);
    }

    /**
     * What a node has to know: every event of a task it has or had, from the assignment on, or validates, from the opening
     * of the round on at the latest, and every event that names it (its registration, its sessions, its money).
     */
    static EventFilter miner(Address miner) {
        return new OfMiner(miner);
    }

    /** See {@link EventFilter#all}. */
    record All() implements EventFilter {}

    /**
     * See {@link EventFilter#task}.
     *
     * @param task the task
     */
    record OfTask(TaskId task) implements EventFilter {}

    /**
     * See {@link EventFilter#session}.
     *
     * @param session the session
     */
    record OfSession(SessionId session) implements EventFilter {}

    /**
     * See {@link EventFilter#miner}.
     *
     * @param miner the miner
     */
    record OfMiner(Address miner) implements EventFilter {}
}
