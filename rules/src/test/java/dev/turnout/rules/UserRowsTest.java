// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user's rows say holds, of whatever they speak and whatever ours say. */
class UserRowsTest {
    private static final Map<String, String> SHOP = Map.of("app.Shop", """
            package app;
            import java.util.concurrent.*;
            class Shop {
                Fin fin; Base base; Sub sub; Ledger ledger; Http http; Far far;
                CompletableFuture<String> done;
                CompletableFuture<String> fin() { fin.call(""); return done; }
                CompletableFuture<String> base() { base.call(""); return done; }
                CompletableFuture<String> sub() { sub.call(""); return done; }
                CompletableFuture<String> ledger() { ledger.call(""); return done; }
                CompletableFuture<String> http() { http.call(""); return done; }
                CompletableFuture<String> far() { far.call(""); return done; }
            }
            class Fin { void call(String s) {} void other(String s) {} }
            abstract class Base { void call(String s) {} }
            class Sub extends Base {}
            interface Ledger { void call(String s); }
            class Http implements Ledger { public void call(String s) {} }
            class Far { native void call(String s); }
            """);

    @TempDir
    Path classes;

    @ParameterizedTest
    @CsvSource({
        "app.Fin, call, fin",
        "app.Fin, call(String), fin",
        "app.Fin, *, fin",
        "app.Fin, other, ''",
        "app.Base, call, base sub",
        "app.Sub, call, sub",
        "app.Ledger, call(String), http ledger",
        "app.Http, call, http",
        "app.Far, call, far"
    })
    void aRowHoldsForClassesThatAreChecked(String owner, String method, String found) throws IOException {
        assertThat(failing(SHOP, "%s,\"%s\",http-client,always".formatted(owner, method)))
                .isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "java.lang.Thread, sleep, join",
        "java.lang.Thread, yield, join sleep",
        "java.util.concurrent.CompletableFuture, join, sleep",
        "java.util.concurrent.CompletableFuture, getNow, join sleep"
    })
    void nonblockingSwitchesOffByNameToo(String owner, String method, String left) throws IOException {
        Map<String, String> waits = Map.of("T", """
                import java.util.concurrent.*;
                class T {
                    CompletableFuture<String> other;
                    CompletionStage<String> sleep() throws Exception { Thread.sleep(1); return other; }
                    CompletionStage<String> join() { other.join(); return other; }
                }
                """);

        assertThat(failing(waits, "%s,\"%s\",nonblocking,we say so".formatted(owner, method)))
                .isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource({"java.lang.Integer, *, parse", "java.lang.Integer, parseInt, parse", "java.lang.Integer, valueOf, ''"})
    void aStarIsEveryMethodStaticOnesToo(String owner, String method, String found) throws IOException {
        Map<String, String> parses = Map.of("T", """
                import java.util.concurrent.*;
                class T {
                    CompletableFuture<String> other;
                    CompletionStage<String> parse() { Integer.parseInt("1"); return other; }
                }
                """);

        assertThat(failing(parses, "%s,\"%s\",http-client,always".formatted(owner, method)))
                .isEqualTo(found);
    }

    @Test
    void aTableWithoutHeaderLosesNoRow() throws IOException {
        Corpus.get().compile(classes, SHOP);
        write("app.Fin,call,http-client,always\n");

        assertThat(check().failures()).extracting(Violation::entry).contains("app.Shop#fin()");
    }

    @ParameterizedTest
    @CsvSource({
        "java.lang.String, trm, java.lang.String has no trm",
        "java.lang.String, strip(int), java.lang.String has no strip(int)",
        "java.lang.Strong, strip, there is no java.lang.Strong on the class path"
    })
    void aRowThatMatchesNothingIsTold(String owner, String method, String what) throws IOException {
        Corpus.get().compile(classes, SHOP);
        write("owner_class,method,kind,evidence\n%s,%s,http-client,always\n".formatted(owner, method));

        assertThat(check().violations())
                .filteredOn(v -> v.rule() == Rule.TRN806 && v.severity() == Severity.WARNING)
                .extracting(Violation::blockedCall)
                .contains(
                        classes.resolve(Tables.USER_ROWS).toUri().toURL() + " has a row that matches nothing: " + what);
    }

    private Report check() {
        return Rules.check(List.of(classes), Corpus.get().classPath());
    }

    private void write(String text) throws IOException {
        Path rows = classes.resolve(Tables.USER_ROWS);
        Files.createDirectories(rows.getParent());
        Files.writeString(rows, text);
    }

    /** The methods that fail, in order. */
    private String failing(Map<String, String> sources, String row) throws IOException {
        Corpus.get().compile(classes, sources);
        write("owner_class,method,kind,evidence\n" + row + "\n");
        return String.join(
                " ",
                check().failures().stream()
                        .map(v -> v.entry().replaceAll(".*#|\\(.*", ""))
                        .distinct()
                        .sorted()
                        .toList());
    }
}
