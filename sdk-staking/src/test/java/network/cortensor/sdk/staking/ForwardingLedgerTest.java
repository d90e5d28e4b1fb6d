package network.cortensor.sdk.staking;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever can be asked of a ledger and an account is handed on. */
class ForwardingLedgerTest {

    private final List<Method> handedOn = new ArrayList<>();

    private <T> T recording(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    handedOn.add(method);
                    return answer(method.getReturnType());
                }));
    }

    private static @Nullable Object answer(Class<?> type) {
        return type == long.class ? 42L : null;
    }

    private static Object[] nothings(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(type -> type == boolean.class ? Boolean.TRUE : null)
                .toArray();
    }

    static Stream<Method> ledgerMethods() {
        return Arrays.stream(Ledger.class.getMethods()).filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("ledgerMethods")
    void eachMethod_ofALedger_isHandedOn(Method method) throws ReflectiveOperationException {
        Ledger forwarding = new ForwardingLedger(recording(Ledger.class)) {};

        Object answer = method.invoke(forwarding, nothings(method));

        assertThat(handedOn).containsExactly(method);
        assertThat(answer).isEqualTo(answer(method.getReturnType()));
    }

    static Stream<Method> accountMethods() {
        return Arrays.stream(LedgerAccount.class.getMethods())
                .filter(method -> !method.getName().equals("ledger"));
    }

    @ParameterizedTest
    @MethodSource("accountMethods")
    void eachMethod_ofAnAccount_isHandedOn(Method method) throws ReflectiveOperationException {
        LedgerAccount forwarding = new ForwardingLedgerAccount(recording(LedgerAccount.class), recording(Ledger.class));

        method.invoke(forwarding, nothings(method));

        assertThat(handedOn).containsExactly(method);
    }

    @Test
    void ledger_givenAnother_isThatOne() {
        Ledger seen = recording(Ledger.class);

        assertThat(new ForwardingLedgerAccount(recording(LedgerAccount.class), seen).ledger() == seen)
                .isTrue();
        assertThat(handedOn).isEmpty();
    }
}
