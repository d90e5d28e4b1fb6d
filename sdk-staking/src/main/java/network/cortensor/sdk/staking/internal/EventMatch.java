package network.cortensor.sdk.staking.internal;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EventFilter;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;

/** Which events pass which filter. */
final class EventMatch {
    /** Who ever had which task, or validates it. */
    @FunctionalInterface
    interface Part {
        boolean everHad(TaskId task, Address miner);
    }

    private EventMatch() {}

    static boolean matches(EventFilter filter, LedgerEvent event, Part part) {
        if (filter instanceof EventFilter.OfTask of) {
            return event instanceof LedgerEvent.TaskEvent e && e.task().equals(of.task());
        } else if (filter instanceof EventFilter.OfSession of) {
            return isOf(of.session(), event);
        } else if (filter instanceof EventFilter.OfMiner of) {
            return concerns(of.miner(), event, part);
        }
        return true;
    }

    private static boolean isOf(SessionId session, LedgerEvent event) {
        if (event instanceof LedgerEvent.TaskEvent e) {
            return e.task().session().equals(session);
        }
        return event instanceof LedgerEvent.SessionEvent e && e.session().equals(session);
    }

    private static boolean concerns(Address miner, LedgerEvent event, Part part) {
        if (event instanceof LedgerEvent.TaskEvent e) {
            return part.everHad(e.task(), miner);
        } else if (event instanceof LedgerEvent.NodeEvent e) {
            return e.node().equals(miner);
        } else if (event instanceof LedgerEvent.SessionCreated e) {
            return e.owner().equals(miner) || e.miners().contains(miner);
        } else if (event instanceof LedgerEvent.NewNodeAssignedToSession e) {
            return e.nodes().contains(miner);
        } else if (event instanceof LedgerEvent.NodeReleased e) {
            return e.node().equals(miner);
        } else if (event instanceof LedgerEvent.SessionDeactivated e) {
            return e.deactivator().equals(miner);
        } else if (event instanceof LedgerEvent.DepositToSession e) {
            return e.from().equals(miner);
        } else if (event instanceof LedgerEvent.WithdrawFromSession e) {
            return e.to().equals(miner);
        } else if (event instanceof LedgerEvent.AccountFunded e) {
            return e.account().equals(miner);
        }
        return false;
    }
}
