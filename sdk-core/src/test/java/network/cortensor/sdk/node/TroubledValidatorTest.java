package network.cortensor.sdk.node;

import network.cortensor.sdk.crypto.KeyRing;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.StoreException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EmbeddedLedger;
import network.cortensor.sdk.staking.EmbeddedLedgerOptions;
import network.cortensor.sdk.staking.EventSubscription;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.ValidationRound;
import network.cortensor.sdk.verify.ValidatorFault;
import network.cortensor.sdk.verify.ValidatorVerdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** Validators that are busy, and whose chain takes back what it showed. */
@Timeout(200)
class TroubledValidatorTest {

    private static final TokenAmount STAKE = TokenAmount.ofCor("10000");
    private static final String RIGHT = "The tower is 324 metres high.";

    private final EmbeddedLedger ledger =
            EmbeddedLedger.open(EmbeddedLedgerOptions.builder().minStake(STAKE).build());
    private final ContentStore store = ContentStore.on(BlockStore.memory());
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
        ledger.close();
    }

    private static <T> T proxy(Class<T> type, T real, InvocationHandler special) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            Object answer = special.invoke(real, method, args);
            return answer == REAL ? call(real, method, args) : answer;
        }));
    }

    private static final Object REAL = new Object();

    private static Object call(Object on, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(on, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void miner(String answer) {
        Wallet wallet = Wallet.generate();
        Address address = Counterparts.of(wallet.address());
        ledger.fund(address, STAKE);
        start(LightNodeOptions.builder(
                ledger.account(address), wallet, KeyRing.inMemory(), store, FakeEngine.answering(answer)));
    }

    private void start(LightNodeOptions.Builder options) {
        LightNode node = LightNode.create(
                options.stake(STAKE).drainTimeout(Duration.ZERO).build());
        opened.add(0, node);
        node.start();
    }

    @Test
    void validator_busyAndItsStoreFailsOnce_triesAgain() throws Exception {
        miner(RIGHT);
        ValidatedTask task = new ValidatedTask(ledger, store, 1, 1);
        opened.add(0, task);
        Wallet wallet = Wallet.generate();
        Address address = Counterparts.of(wallet.address());
        ledger.fund(address, STAKE);
        AtomicBoolean fails = new AtomicBoolean();
        AtomicInteger failed = new AtomicInteger();
        BlockStore failing = proxy(BlockStore.class, store.blocks(), (real, method, args) -> {
            if (method.getName().equals("put") && fails.compareAndSet(true, false)) {
                failed.incrementAndGet();
                throw new StoreException("busy", null);
            }
            return REAL;
        });
        start(LightNodeOptions.builder(
                        ledger.account(address),
                        wallet,
                        KeyRing.inMemory(),
                        ContentStore.on(failing),
                        FakeEngine.answering(RIGHT))
                .validator(ValidatorOptions.defaults()));
        task.submit();
        task.awaitRound();
        fails.set(true);
        task.grant();
        long end = System.nanoTime() + Duration.ofSeconds(50).toNanos();
        while (System.nanoTime() < end
                && ledger.validation(task.id()).orElseThrow().verdicts().isEmpty()) {
            Thread.sleep(2000); // more often than the half minute after which an idle node would look by itself
            // What a node hears of all the time: its other tasks, its money.
            ledger.fund(address, TokenAmount.ofCor("1"));
        }
        assertThat(failed).hasValue(1);
        assertThat(ledger.validation(task.id()).orElseThrow().verdicts()).isNotEmpty();
    }

    /** A fork on which all commits and the verdicts were mined is left for one on which a commit came too late. */
    @Test
    void validator_chainTakesTheRoundBack_signsNoSecondVerdict() throws Exception {
        miner(RIGHT);
        miner(RIGHT);
        ValidatedTask task = new ValidatedTask(ledger, store, 2, 1);
        opened.add(0, task);
        Wallet wallet = Wallet.generate();
        Address address = Counterparts.of(wallet.address());
        ledger.fund(address, STAKE);
        Map<Address, Map<Address, Boolean>> onFork = new HashMap<>();
        List<Hash> evidence = new CopyOnWriteArrayList<>();
        List<Address> of = new CopyOnWriteArrayList<>();
        AtomicBoolean back = new AtomicBoolean();
        BlockingQueue<LedgerEvent> injected = new LinkedBlockingQueue<>();
        Ledger view = proxy(Ledger.class, ledger, (real, method, args) -> {
            if (method.getName().equals("validation")) {
                Optional<ValidationRound> round = ledger.validation(task.id());
                return round.map(one -> new ValidationRound(
                        one.task(),
                        one.validators(),
                        back.get() ? one.miners().subList(0, 1) : one.miners(),
                        back.get() ? Map.of() : onFork,
                        one.deadline(),
                        false));
            }
            if (method.getName().equals("subscribe")) {
                EventSubscription events = (EventSubscription) call(ledger, method, args);
                return proxy(EventSubscription.class, events, (subscription, next, given) -> {
                    if (next.getName().equals("next")) {
                        LedgerEvent event = injected.poll();
                        return event != null ? Optional.of(event) : events.next(Duration.ofMillis(50));
                    }
                    return REAL;
                });
            }
            return REAL;
        });
        LedgerAccount account = proxy(LedgerAccount.class, ledger.account(address), (real, method, args) -> {
            if (method.getName().equals("ledger")) {
                return view;
            }
            if (method.getName().equals("giveVerdict")) {
                of.add((Address) args[1]);
                evidence.add((Hash) args[3]);
                onFork.computeIfAbsent(address, a -> new HashMap<>()).put((Address) args[1], (Boolean) args[2]);
                return null;
            }
            return REAL;
        });
        start(LightNodeOptions.builder(account, wallet, KeyRing.inMemory(), store, FakeEngine.dead())
                .journal(Journal.memory())
                .validator(ValidatorOptions.builder().reproduces(false).build()));
        task.submit();
        ValidationRound round = task.awaitRound();
        task.grant();
        await(evidence, 2);
        Thread.sleep(500); // it is done with the round, and would have forgotten its verdicts by now

        back.set(true);
        injected.add(new LedgerEvent.ValidationOpened(
                1000,
                Instant.now(),
                task.id(),
                round.validators(),
                round.miners().subList(0, 1),
                round.deadline()));
        await(evidence, 3);

        List<ValidatorVerdict> ofFirst = new ArrayList<>();
        for (int i = 0; i < evidence.size(); i++) {
            if (of.get(i).equals(round.miners().get(0))) {
                ofFirst.add(ValidatorVerdict.decode(
                        store.get(ValidatorVerdict.idOf(evidence.get(i)), ValidatorVerdict.MAX_BYTES)));
            }
        }
        for (ValidatorVerdict other : ofFirst) {
            assertThat(ValidatorFault.equivocation(ofFirst.get(0), other))
                    .as("%s and %s", ofFirst.get(0), other)
                    .isEmpty();
        }
    }

    private static void await(List<?> list, int size) throws InterruptedException {
        for (int i = 0; i < 100 && list.size() < size; i++) {
            Thread.sleep(50);
        }
    }
}
