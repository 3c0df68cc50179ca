// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.compose.Exit.Mode;
import dev.turnout.recipes.find.Erasure;
import dev.turnout.recipes.find.Reason;
import dev.turnout.recipes.find.Refusal;
import dev.turnout.recipes.find.RuntimeTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.NameTree;
import org.openrewrite.java.tree.Statement;
import org.openrewrite.java.tree.TypeUtils;

/** Converts try statements: body, then one handler for all catch clauses, then what stands in finally. */
final class Tries {
    private final Frame frame;
    private final Statements statements;
    private final Holders holders;

    Tries(Frame frame, Statements statements, Holders holders) {
        this.frame = frame;
        this.statements = statements;
        this.holders = holders;
    }

    static Doc.Expr started(List<Doc> body, String witness) {
        return new Doc.Call(
                witness.isEmpty() ? "Stages.start" : "Stages.<" + witness + ">start",
                List.of(new Doc.Lambda("()", body)));
    }

    List<Doc> write(J.Try attempt, List<Statement> rest, Exit exit, int nest) {
        frame.imports.add(RuntimeTypes.STAGES);
        if (attempt.getFinally() != null
                && !Jumps.outOf(List.of(attempt.getFinally())).none()) {
            throw new Refusal(Reason.RETURN_IN_FINALLY, "a jump out of finally");
        }
        List<J> protectedPart = new ArrayList<>(List.of(attempt.getBody()));
        protectedPart.addAll(attempt.getCatches());
        Jumps jumps = Jumps.outOf(protectedPart);
        if (exit.endsInside() && (rest.isEmpty() || !Jumps.completes(attempt))) {
            return List.of(Doc.give(whole(attempt, exit, "", nest)));
        }
        if (jumps.none()) {
            return statements.after(whole(attempt, Exit.block(), "Void", nest), rest, exit, nest);
        }
        if (jumps.any(Jumps.Kind.BREAK) || jumps.any(Jumps.Kind.CONTINUE)) {
            throw new Refusal(Reason.NOT_PROVABLE, "a jump out of try to a loop around it");
        }
        List<Doc> docs = new ArrayList<>();
        String type = Composer.resultType(frame);
        String holder = type.equals("Void") ? null : holders.outcome(false, docs, type);
        Doc.Expr stage = whole(attempt, Exit.signal(holder), "Boolean", nest);
        String ended = frame.locals.fresh("ended");
        boolean later = statements.waitsLater(rest, exit);
        Hoist hoist = new Hoist(ended, null, stage, false, false);
        docs.addAll(statements.bind(List.of(hoist), rest, exit, later, nest, (mode, deep) -> {
            List<Doc> body = new ArrayList<>();
            String result = holder == null ? null : holder + ".result";
            body.add(new Doc.Block("if (!" + ended + ") {", written(exit.giveBack(result, mode)), "}"));
            body.addAll(statements.rest(rest, exit, mode, deep));
            return body;
        }));
        return docs;
    }

    static List<Doc> written(List<String> lines) {
        return lines.stream().map(line -> Doc.text(line + ";")).toList();
    }

    private Doc.Expr whole(J.Try attempt, Exit exit, String witness, int nest) {
        Runnable close = frame.openScope();
        List<Doc> body = attempt.getResources() == null
                ? statements.sequence(attempt.getBody().getStatements(), exit, nest + 1)
                : resources(attempt.getResources(), 0, attempt.getBody().getStatements(), exit, nest + 1);
        close.run();
        Doc.Expr stage = started(body, witness);
        if (!attempt.getCatches().isEmpty()) {
            stage = Doc.call("Stages.catching", stage, handler(attempt.getCatches(), exit, nest + 1));
        }
        if (attempt.getFinally() != null) {
            Runnable closeLast = frame.openScope();
            List<Statement> last = attempt.getFinally().getStatements();
            boolean waits = frame.waits(last);
            List<Doc> docs = statements.rest(last, Exit.block(), waits ? Mode.STAGE : Mode.VALUE, nest + 1);
            closeLast.run();
            stage = Doc.call(waits ? "Stages.lastly" : "Stages.lastlyRun", stage, new Doc.Lambda("()", Brief.of(docs)));
        }
        return stage;
    }

    private List<Doc> resources(List<J.Try.Resource> resources, int index, List<Statement> body, Exit exit, int nest) {
        if (index == resources.size()) {
            return statements.sequence(body, exit, nest);
        }
        if (!(resources.get(index).getVariableDeclarations() instanceof J.VariableDeclarations declaration)) {
            throw new Refusal(Reason.NOT_PROVABLE, "a resource that is no declaration");
        }
        J.VariableDeclarations.NamedVariable variable =
                declaration.getVariables().get(0);
        Expression open = Optional.ofNullable(variable.getInitializer()).orElseThrow();
        if (frame.waits(open)
                || Erasure.is(variable.getType(), "java.io.Closeable")
                || !(variable.getType() instanceof JavaType.FullyQualified)) {
            throw new Refusal(Reason.NOT_PROVABLE, "a resource that may block when it is opened or closed");
        }
        String type = frame.typeOf(declaration);
        frame.scope.put(variable.getSimpleName(), type);
        boolean own = Statements.sameType(variable, open) && !new Targets(frame).matter(open);
        String parameter = Hoist.parameter(own ? null : type, variable.getSimpleName());
        Doc.Expr opened = new Doc.Lambda("()", List.of(new Doc.Statement("", Doc.raw(frame.source.of(open)))));
        List<Doc> inner = resources(resources, index + 1, body, exit, nest + 1);
        return List.of(Doc.give(Doc.call("Stages.using", opened, new Doc.Lambda(parameter, inner))));
    }

    private Doc.Expr handler(List<J.Try.Catch> catches, Exit exit, int nest) {
        String failure = frame.locals.fresh("failure");
        List<Doc> docs = new ArrayList<>();
        for (J.Try.Catch handler : catches) {
            Runnable close = frame.openScope();
            docs.add(clause(handler, failure, exit, nest));
            close.run();
        }
        docs.add(Doc.give(Doc.raw("Stages.failed(" + failure + ")")));
        return new Doc.Lambda(failure, docs);
    }

    private Doc clause(J.Try.Catch handler, String failure, Exit exit, int nest) {
        J.VariableDeclarations parameter = handler.getParameter().getTree();
        String name = parameter.getVariables().get(0).getSimpleName();
        List<Statement> body = handler.getBody().getStatements();
        if (frame.locals.changes(name)) {
            throw new Refusal(Reason.NOT_PROVABLE, "a catch parameter that changes");
        }
        List<NameTree> alternatives = Thrown.alternatives(handler);
        if (alternatives.stream().anyMatch(one -> Erasure.is(one.getType(), "java.lang.InterruptedException"))) {
            judgeInterrupt(body);
        }
        boolean used = Locals.used(body).contains(name);
        if (alternatives.size() == 1) {
            String caught = frame.source.of(alternatives.get(0));
            frame.scope.put(name, caught);
            String test = caught.equals("Throwable") && !used
                    ? "if (" + failure + " != null) {"
                    : "if (" + failure + " instanceof " + caught + (used ? " " + name : "") + ") {";
            if (caught.equals("Throwable") && used) {
                List<Doc> renamed = new ArrayList<>(List.of(Doc.text("Throwable " + name + " = " + failure + ";")));
                renamed.addAll(statements.sequence(body, exit, nest));
                return new Doc.Block("if (" + failure + " != null) {", renamed, "}");
            }
            return new Doc.Block(test, statements.sequence(body, exit, nest), "}");
        }
        List<String> tests = alternatives.stream()
                .map(one -> failure + " instanceof " + frame.source.of(one))
                .toList();
        List<Doc> docs = new ArrayList<>();
        if (used) {
            String common = common(alternatives);
            refuseOwnMembers(body, name);
            docs.add(Doc.text(common + " " + name + " = (" + common + ") " + failure + ";"));
            frame.scope.put(name, common);
        }
        docs.addAll(statements.sequence(body, exit, nest));
        return new Doc.Block("if (" + head(tests) + ") {", docs, "}");
    }

    private static String head(List<String> tests) {
        String flat = String.join(" || ", tests);
        return flat.length() <= 90 ? flat : String.join("\n        || ", tests);
    }

    private static String common(List<NameTree> alternatives) {
        for (String type : List.of("RuntimeException", "Exception")) {
            if (alternatives.stream().allMatch(one -> Erasure.is(one.getType(), "java.lang." + type))) {
                return type;
            }
        }
        return "Throwable";
    }

    /** Of a parameter with several types only what every Throwable has may be used. */
    private static void refuseOwnMembers(List<Statement> body, String name) {
        for (Statement statement : body) {
            new JavaIsoVisitor<Integer>() {
                @Override
                public J.MethodInvocation visitMethodInvocation(J.MethodInvocation call, Integer p) {
                    boolean own = call.getSelect() instanceof J.Identifier receiver
                            && receiver.getSimpleName().equals(name);
                    JavaType.@Nullable Method type = call.getMethodType();
                    if (own
                            && (type == null
                                    || !TypeUtils.isOfClassType(type.getDeclaringType(), "java.lang.Throwable"))) {
                        throw new Refusal(Reason.NOT_PROVABLE, "a member that not every failure has");
                    }
                    return super.visitMethodInvocation(call, p);
                }
            }.visit(statement, 0);
        }
    }

    /** A stage is not interrupted but cancelled; only a handler that passes the interrupt on means the same. */
    private void judgeInterrupt(List<Statement> body) {
        boolean passesOn = !body.isEmpty()
                && !frame.waits(body)
                && !Jumps.completes(body.get(body.size() - 1))
                && !(body.get(body.size() - 1) instanceof J.Continue)
                && !(body.get(body.size() - 1) instanceof J.Break);
        if (!passesOn) {
            throw new Refusal(Reason.INTERRUPT_LOGIC, "goes on after an interrupt");
        }
    }
}
