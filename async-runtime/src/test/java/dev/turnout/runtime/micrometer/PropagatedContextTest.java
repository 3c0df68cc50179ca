// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.i18n.LocaleContextThreadLocalAccessor;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

/** With the real holders of Spring and Spring Security, the MDC of Logback, and a thread-local of the application. */
@Timeout(60)
class PropagatedContextTest {
    private static final ThreadLocal<Object> TENANT = new ThreadLocal<>();

    private final Wanderer wanderer = new Wanderer();
    private final Plant plant = new Plant(wanderer);

    @BeforeEach
    void start() {
        ContextRegistry accessors = new ContextRegistry()
                .loadThreadLocalAccessors() // Spring Security's is among them
                .registerThreadLocalAccessor(new LocaleContextThreadLocalAccessor())
                .registerThreadLocalAccessor(new Slf4jThreadLocalAccessor()) // the worker carries the MDC already
                .registerThreadLocalAccessor("tenant", TENANT);
        plant.start(worker -> worker.surroundings(PropagatedContext.of(accessors)));
    }

    @AfterEach
    void close() {
        plant.close();
    }

    @Test
    void theAccessorOfSpringSecurityIsFoundByItself() {
        assertThat(new ContextRegistry().loadThreadLocalAccessors().getThreadLocalAccessors())
                .extracting(accessor -> accessor.key())
                .contains(SecurityContext.class.getName());
    }

    @Test
    void whatTheBodySetsIsThereInContinuationsAndInBlockingWorkAndNoThreadKeepsIt() {
        List<JobId> jobs = new ArrayList<>();
        for (int user = 0; user < 40; user++) {
            jobs.add(plant.insert("wander", "user" + user));
        }

        jobs.forEach(id -> plant.awaitState(id, "SUCCEEDED"));

        for (int user = 0; user < 40; user++) {
            assertThat(wanderer.seen.get("user" + user)).containsExactly("continuation", "blocking", "last");
        }
        assertThat(wanderer.wrong).isEmpty();
        assertThatAllThreadsAreClean();
    }

    @Test
    void whatAContinuationSetsFollowsFromThereAndNoThreadKeepsIt() {
        JobId id = plant.insert("setsLate", "ann");

        plant.awaitState(id, "SUCCEEDED");

        assertThat(wanderer.seen.get("ann")).containsExactly("after the continuation", "on the lane");
        assertThat(wanderer.wrong).isEmpty();
        assertThatAllThreadsAreClean();
    }

    @Test
    void whatABlockingCallSetsStaysThereAndDoesNotComeBackWithItsResult() {
        JobId id = plant.insert("setsOnTheLane", "ann");

        plant.awaitState(id, "SUCCEEDED");

        assertThat(wanderer.seen.get("ann")).containsExactly("nothing came back");
        assertThat(wanderer.wrong).isEmpty();
        assertThatAllThreadsAreClean();
    }

    @Test
    void whatABlockingLaneBodySetsIsGoneWhenTheNextJobComesToItsThread() {
        for (int job = 0; job < 10; job++) {
            plant.awaitState(plant.insert("laneBody", "user" + job), "SUCCEEDED");
        }

        assertThat(wanderer.wrong).isEmpty();
        assertThat(wanderer.seen).hasSize(10);
        assertThatAllThreadsAreClean();
    }

    @ParameterizedTest
    @ValueSource(strings = {"failsInBody", "failsInContinuation", "failsInBlocking", "laneFails"})
    void aFailureTakesWhatWasSetOffItsThread(String method) {
        for (int job = 0; job < 10; job++) {
            plant.awaitState(plant.insert(method, "ann"), "FAILED");
        }

        assertThatAllThreadsAreClean();
    }

    @Test
    void aSecurityContextThatIsChangedInPlaceDoesNotStayOnTheThread() {
        for (int job = 0; job < 10; job++) {
            plant.awaitState(plant.insert("changesInPlace", "ann"), "SUCCEEDED");
        }

        assertThat(wanderer.wrong).isEmpty();
        assertThatAllThreadsAreClean();
    }

    @Test
    void theWorkerHoldsNothingOfAJobThatIsOver() {
        JobId id = plant.insert("setsALargeTenant");
        plant.awaitState(id, "SUCCEEDED");
        assertThat(wanderer.tenants).hasSize(1);

        await().until(() -> {
            System.gc();
            return wanderer.tenants.get(0).get() == null;
        });
    }

    private void assertThatAllThreadsAreClean() {
        plant.runOnEach(Plant.LOOP_THREADS, "probe");
        plant.runOnEach(Plant.POOL_THREADS, "laneProbe");
        assertThat(wanderer.probed).hasSize(Plant.LOOP_THREADS + Plant.POOL_THREADS);
        assertThat(wanderer.dirt).isEmpty();
    }

    /** Tasks that set all four contexts to one user's, and look at them. */
    static class Wanderer {
        final Map<String, List<String>> seen = new ConcurrentHashMap<>();
        final List<String> wrong = new CopyOnWriteArrayList<>();
        final Set<String> probed = ConcurrentHashMap.newKeySet();
        final List<String> dirt = new CopyOnWriteArrayList<>();
        final List<WeakReference<Object>> tenants = new CopyOnWriteArrayList<>();
        private final CyclicBarrier loops = new CyclicBarrier(Plant.LOOP_THREADS);
        private final CyclicBarrier lanes = new CyclicBarrier(Plant.POOL_THREADS);

        @AsyncTask
        public CompletionStage<Void> wander(String user) {
            setAll(user);
            CompletionStage<Void> foreign = CompletableFuture.runAsync(() -> {});
            return Stages.then(foreign, x -> {
                look("continuation", user);
                return Stages.accept(Blocking.run(() -> look("blocking", user)), y -> look("last", user));
            });
        }

        @AsyncTask
        public CompletionStage<Void> setsLate(String user) {
            return Stages.then(Stages.delay(1), x -> {
                lookForNothing("before");
                setAll(user);
                return Stages.then(Stages.delay(1), y -> {
                    look("after the continuation", user);
                    return Blocking.run(() -> look("on the lane", user));
                });
            });
        }

        @AsyncTask
        public CompletionStage<Void> setsOnTheLane(String user) {
            return Stages.accept(Blocking.run(() -> setAll(user)), x -> {
                lookForNothing("after the lane");
                note("nothing came back", user);
            });
        }

        public void laneBody(String user) {
            lookForNothing("lane");
            setAll(user);
            look("lane", user);
        }

        @AsyncTask
        public CompletionStage<Void> failsInBody(String user) {
            setAll(user);
            throw new IllegalStateException("in the body");
        }

        @AsyncTask
        public CompletionStage<Void> failsInContinuation(String user) {
            return Stages.accept(Stages.delay(1), x -> {
                setAll(user);
                throw new IllegalStateException("in a continuation");
            });
        }

        @AsyncTask
        public CompletionStage<Void> failsInBlocking(String user) {
            return Blocking.run(() -> {
                setAll(user);
                throw new IllegalStateException("on the lane");
            });
        }

        public void laneFails(String user) {
            setAll(user);
            throw new IllegalStateException("in a lane's body");
        }

        @AsyncTask
        public CompletionStage<Void> changesInPlace(String user) {
            lookForNothing("body");
            SecurityContextHolder.getContext().setAuthentication(token(user));
            return Stages.accept(Stages.delay(1), x -> {
                if (!user.equals(user())) {
                    wrong.add("continuation: " + user());
                }
            });
        }

        @AsyncTask
        public CompletionStage<Void> setsALargeTenant() {
            Object tenant = new byte[1_000_000];
            tenants.add(new WeakReference<>(tenant));
            TENANT.set(tenant);
            return Stages.then(Stages.delay(1), x -> Blocking.run(() -> TENANT.set(new byte[1])));
        }

        @AsyncTask
        public CompletionStage<Void> probe() throws Exception {
            meet(loops);
            return Stages.done();
        }

        public void laneProbe() throws Exception {
            meet(lanes);
        }

        private void meet(CyclicBarrier everyThread)
                throws BrokenBarrierException, InterruptedException, TimeoutException {
            everyThread.await(20, TimeUnit.SECONDS);
            probed.add(Thread.currentThread().getName());
            dirt.addAll(leftovers());
        }

        private void setAll(String user) {
            SecurityContextHolder.setContext(new SecurityContextImpl(token(user)));
            LocaleContextHolder.setLocale(Locale.forLanguageTag("x-" + user));
            TENANT.set(user);
            MDC.put("user", user);
        }

        private void look(String where, String user) {
            note(where, user);
            List<Object> all = List.of(
                    String.valueOf(user()),
                    LocaleContextHolder.getLocale().toLanguageTag().substring(2),
                    String.valueOf(TENANT.get()),
                    String.valueOf(MDC.get("user")));
            if (!all.equals(List.of(user, user, user, user)) || MDC.get("jobId") == null) {
                wrong.add(where + " of " + user + ": " + all + " " + MDC.getCopyOfContextMap());
            }
        }

        private void lookForNothing(String where) {
            leftovers().forEach(leftover -> wrong.add(where + ": " + leftover));
        }

        private void note(String where, String user) {
            seen.computeIfAbsent(user, first -> new CopyOnWriteArrayList<>()).add(where);
        }

        private static List<String> leftovers() {
            List<String> found = new ArrayList<>();
            if (user() != null) {
                found.add("authentication " + user());
            }
            if (LocaleContextHolder.getLocaleContext() != null) {
                found.add("locale " + LocaleContextHolder.getLocale());
            }
            if (TENANT.get() != null) {
                found.add("tenant " + TENANT.get());
            }
            Map<String, String> mdc = MDC.getCopyOfContextMap();
            if (!Set.of("jobId", "task", "attempt").equals(mdc.keySet())) {
                found.add("MDC " + mdc);
            }
            return found;
        }

        private static Authentication token(String user) {
            return new TestingAuthenticationToken(user, "secret", "ROLE_USER");
        }

        private static Object user() {
            Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
            return authentication == null ? null : authentication.getPrincipal();
        }
    }
}
