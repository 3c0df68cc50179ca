// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Reason;
import dev.turnout.recipes.find.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the ways out of a region: its end, return, break, continue. A region is written either as a body that
 * yields a stage or, where nothing waits any more, as one that yields the plain value.
 */
class Exit {
    /** How a body yields its value. */
    enum Mode {
        STAGE,
        VALUE
    }

    /** The boxed type of what the region yields. */
    final String type;

    Exit(String type) {
        this.type = type;
    }

    boolean isVoid() {
        return type.equals("Void");
    }

    /** The combinator for a last body that does not wait. */
    String combinator() {
        return isVoid() ? "Stages.accept" : "Stages.map";
    }

    /** Whether the end of the region goes on with something that waits. */
    boolean waitsAtEnd() {
        return false;
    }

    /** Whether a statement at the end of the region may be converted as if the region ended inside it. */
    boolean endsInside() {
        return true;
    }

    /** The statements at the end of the region, without semicolons. */
    List<String> end(Mode mode) {
        if (!isVoid()) {
            throw new Refusal(Reason.NOT_PROVABLE, "seems to come to its end without a value");
        }
        return mode == Mode.STAGE ? List.of("return Stages.done()") : List.of();
    }

    List<String> giveBack(@Nullable String value, Mode mode) {
        if (value == null) {
            return mode == Mode.STAGE ? List.of("return Stages.done()") : List.of("return");
        }
        return List.of(mode == Mode.STAGE ? "return Stages.ok(" + value + ")" : "return " + value);
    }

    /** Whether {@code return site} may give the stage of the site as it is. */
    boolean givesStages() {
        return true;
    }

    List<String> breakOut(Mode mode) {
        throw new Refusal(Reason.NOT_PROVABLE, "break");
    }

    List<String> goOn(Mode mode) {
        throw new Refusal(Reason.NOT_PROVABLE, "continue");
    }

    private static String truth(boolean value, Mode mode) {
        return mode == Mode.STAGE ? "return Stages.ok(" + value + ")" : "return " + value;
    }

    /** A part of a body that no jump leaves; it yields nothing. */
    static Exit block() {
        return new Exit("Void") {
            @Override
            List<String> giveBack(@Nullable String value, Mode mode) {
                throw new Refusal(Reason.NOT_PROVABLE, "return out of a block");
            }
        };
    }

    /** A part of a body that may be left by return: yields true if it came to its end. */
    static Exit signal(@Nullable String holder) {
        return new Exit("Boolean") {
            @Override
            List<String> end(Mode mode) {
                return List.of(truth(true, mode));
            }

            @Override
            boolean givesStages() {
                return false;
            }

            @Override
            List<String> giveBack(@Nullable String value, Mode mode) {
                return value == null
                        ? List.of(truth(false, mode))
                        : List.of(holder + ".result = " + value, truth(false, mode));
            }
        };
    }

    /** The body of a loop: yields whether there is another turn. */
    static Exit loop(List<String> update, @Nullable String holder) {
        return new Exit("Boolean") {
            @Override
            boolean endsInside() {
                return update.isEmpty();
            }

            @Override
            boolean givesStages() {
                return false;
            }

            @Override
            List<String> end(Mode mode) {
                List<String> statements = new ArrayList<>(update);
                statements.add(truth(true, mode));
                return statements;
            }

            @Override
            List<String> goOn(Mode mode) {
                return end(mode);
            }

            @Override
            List<String> breakOut(Mode mode) {
                return List.of(truth(false, mode));
            }

            @Override
            List<String> giveBack(@Nullable String value, Mode mode) {
                List<String> statements = new ArrayList<>();
                if (value != null) {
                    statements.add(holder + ".result = " + value);
                }
                statements.add(holder + ".returned = true");
                statements.add(truth(false, mode));
                return statements;
            }
        };
    }

    /** The body of a loop whose condition stands at its end. */
    static Exit doLoop(String condition, @Nullable String holder) {
        Exit plain = loop(List.of(), holder);
        return new Exit("Boolean") {
            @Override
            boolean givesStages() {
                return false;
            }

            @Override
            boolean endsInside() {
                return false;
            }

            @Override
            List<String> end(Mode mode) {
                return List.of(mode == Mode.STAGE ? "return Stages.ok(" + condition + ")" : "return " + condition);
            }

            @Override
            List<String> goOn(Mode mode) {
                return end(mode);
            }

            @Override
            List<String> breakOut(Mode mode) {
                return plain.breakOut(mode);
            }

            @Override
            List<String> giveBack(@Nullable String value, Mode mode) {
                return plain.giveBack(value, mode);
            }
        };
    }

    /** The body of a loop over all items: yields nothing. */
    static Exit each() {
        return new Exit("Void") {
            @Override
            List<String> giveBack(@Nullable String value, Mode mode) {
                throw new Refusal(Reason.NOT_PROVABLE, "return out of a loop");
            }

            @Override
            List<String> goOn(Mode mode) {
                return List.of(mode == Mode.STAGE ? "return Stages.done()" : "return");
            }
        };
    }

    /** As {@code outer}, but its end goes on with a local step. */
    static Exit into(String step, Exit outer) {
        return new Exit(outer.type) {
            @Override
            boolean waitsAtEnd() {
                return true;
            }

            @Override
            boolean endsInside() {
                return false;
            }

            @Override
            List<String> end(Mode mode) {
                return List.of("return " + step + ".run()");
            }

            @Override
            List<String> giveBack(@Nullable String value, Mode mode) {
                return outer.giveBack(value, Mode.STAGE);
            }

            @Override
            boolean givesStages() {
                return outer.givesStages();
            }

            @Override
            List<String> breakOut(Mode mode) {
                return outer.breakOut(Mode.STAGE);
            }

            @Override
            List<String> goOn(Mode mode) {
                return outer.goOn(Mode.STAGE);
            }
        };
    }
}
