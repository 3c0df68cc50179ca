// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Reason;
import dev.turnout.recipes.find.Refusal;
import dev.turnout.recipes.find.RuntimeTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Statement;

/** Converts streams and Optionals of which a lambda waits: to loops in order of encounter, and to branches. */
final class Chains {
    private final Frame frame;
    private final Statements statements;
    private final Expressions expressions;

    Chains(Frame frame, Statements statements, Expressions expressions) {
        this.frame = frame;
        this.statements = statements;
        this.expressions = expressions;
    }

    /** Whether {@code call} ends a stream, or is one of an Optional, of which a lambda waits. */
    boolean waitsInside(J.MethodInvocation call) {
        return chain(call).isPresent() || Chain.isOptional(call) && frame.waits(Chain.lambdaOf(call));
    }

    private Optional<Chain> chain(J.MethodInvocation call) {
        return Chain.endingIn(call).filter(chain -> frame.waits(chain.end().getArguments()) || waits(chain.steps()));
    }

    private boolean waits(List<J.MethodInvocation> steps) {
        return steps.stream().anyMatch(step -> frame.waits(step.getArguments()));
    }

    /** Waits for what the lambdas of {@code call} wait for; the answer is the text of its value, null if it has none. */
    @Nullable
    String lower(J.MethodInvocation call, List<Hoist> hoists) {
        frame.imports.add(RuntimeTypes.STAGES);
        Optional<Chain> chain = chain(call);
        return chain.isPresent() ? loop(chain.get(), hoists) : optional(call, hoists);
    }

    private @Nullable String loop(Chain chain, List<Hoist> hoists) {
        hoists.addAll(expressions.lower(chain.source()));
        String items = expressions.text(chain.source());
        Loop loop = new Loop(chain);
        loop.before.forEach(hoists::add);
        Runnable close = frame.openScope();
        String item = itemOf(chain);
        List<Doc> body = loop.steps(0, item, 1);
        close.run();
        Doc.Expr stage = Doc.call(
                loop.flag == null ? "Stages.forEach" : "Stages.forEachWhile",
                Doc.raw(items),
                new Doc.Lambda(item, body));
        hoists.add(new Hoist(Hoist.IGNORED, null, stage, true, false));
        return loop.value;
    }

    private String itemOf(Chain chain) {
        J.MethodInvocation first =
                chain.steps().isEmpty() ? chain.end() : chain.steps().get(0);
        Local local = first.getArguments().get(0) instanceof J.Lambda ? parameter(first) : null;
        return local == null ? frame.locals.fresh("item") : local.name;
    }

    /** The parameter of the lambda of a call. */
    private Local parameter(J.MethodInvocation call) {
        List<J> parameters = Chain.lambdaOf(call).getParameters().getParameters();
        if (parameters.size() == 1
                && parameters.get(0) instanceof J.VariableDeclarations declaration
                && !frame.locals.of(declaration).changes()) {
            return frame.locals.of(declaration);
        }
        throw new Refusal(Reason.NOT_PROVABLE, "a lambda whose parameter changes");
    }

    private Expression bodyOf(J.MethodInvocation call) {
        if (Chain.lambdaOf(call).getBody() instanceof Expression body) {
            return body;
        }
        throw new Refusal(Reason.NOT_PROVABLE, "a lambda with statements in it");
    }

    /** The loop that one stream becomes. */
    private final class Loop {
        private final Chain chain;
        private final List<Hoist> before = new ArrayList<>();
        private final Exit turn;
        private @Nullable String value;
        private @Nullable String flag;
        private String results = "";

        Loop(Chain chain) {
            this.chain = chain;
            String end = chain.end().getSimpleName();
            if (end.endsWith("Match")) {
                flag = frame.locals.fresh("found");
                before.add(new Hoist(flag, "new boolean[1]", null, false, false));
                value = (end.equals("anyMatch") ? "" : "!") + flag + "[0]";
            } else if (end.equals("toList") || end.equals("collect")) {
                String type = Chain.collected(chain.end()).orElse("ArrayList");
                results = frame.locals.fresh("results");
                frame.imports.add("java.util." + type);
                before.add(new Hoist(results, "new " + type + "<" + elements() + ">()", null, false, false));
                value = end.equals("toList") ? "Collections.unmodifiableList(" + results + ")" : results;
                if (end.equals("toList")) {
                    frame.imports.add("java.util.Collections");
                }
            }
            turn = flag == null ? Exit.each(java.util.Set.of()) : Exit.truths();
        }

        private String elements() {
            return chain.end().getType() instanceof JavaType.Parameterized type
                            && type.getTypeParameters().size() == 1
                    ? Types.boxed(type.getTypeParameters().get(0))
                    : Types.boxed(null);
        }

        /** What happens to one element from the step of that index on; {@code item} is the text of the element. */
        private List<Doc> steps(int index, String item, int nest) {
            if (index == chain.steps().size()) {
                return end(item, nest);
            }
            J.MethodInvocation step = chain.steps().get(index);
            rename(parameter(step), item);
            Expression body = bodyOf(step);
            List<Hoist> hoists = expressions.lower(body);
            boolean later = waits(chain.steps().subList(index + 1, chain.steps().size()))
                    || frame.waits(chain.end().getArguments());
            return statements.bind(hoists, List.of(), turn, later, nest, (mode, deep) -> {
                List<Doc> docs = new ArrayList<>();
                if (step.getSimpleName().equals("filter")) {
                    String out = Conditions.not(body, expressions.text(body));
                    docs.add(new Doc.Block(
                            "if (" + out + ") {", Tries.written(turn.jump(Jump.CONTINUE, null, mode)), "}"));
                    docs.addAll(rest(index + 1, item, mode, deep));
                } else {
                    String mapped = expressions.text(body);
                    if (!mapped.matches("\\w+")) {
                        String name = frame.locals.fresh("mapped");
                        docs.add(Doc.text("var " + name + " = " + mapped + ";"));
                        mapped = name;
                    }
                    docs.addAll(rest(index + 1, mapped, mode, deep));
                }
                return docs;
            });
        }

        private List<Doc> rest(int index, String item, Exit.Mode mode, int nest) {
            if (mode == Exit.Mode.STAGE) {
                return steps(index, item, nest);
            }
            List<Doc> docs = new ArrayList<>();
            plain(index, item, docs);
            return docs;
        }

        /** The steps where none waits any more. */
        private void plain(int index, String item, List<Doc> docs) {
            if (index == chain.steps().size()) {
                docs.addAll(ended(item, Exit.Mode.VALUE));
                return;
            }
            J.MethodInvocation step = chain.steps().get(index);
            rename(parameter(step), item);
            Expression body = bodyOf(step);
            String text = frame.source.of(body);
            if (step.getSimpleName().equals("filter")) {
                docs.add(new Doc.Block(
                        "if (" + Conditions.not(body, text) + ") {",
                        Tries.written(turn.jump(Jump.CONTINUE, null, Exit.Mode.VALUE)),
                        "}"));
                plain(index + 1, item, docs);
                return;
            }
            String name = frame.locals.fresh("mapped");
            docs.add(Doc.text("var " + name + " = " + text + ";"));
            plain(index + 1, name, docs);
        }

        private List<Doc> end(String item, int nest) {
            if (!results.isEmpty()) {
                return ended(item, Exit.Mode.STAGE);
            }
            rename(parameter(chain.end()), item);
            if (flag == null) {
                J body = Chain.lambdaOf(chain.end()).getBody();
                List<Statement> list =
                        body instanceof J.Block block ? block.getStatements() : List.of((Statement) body);
                return statements.sequence(list, Exit.eachCall(), nest);
            }
            Expression body = bodyOf(chain.end());
            List<Hoist> hoists = expressions.lower(body);
            return statements.bind(
                    hoists, List.of(), turn, false, nest, (mode, deep) -> match(body, expressions.text(body), mode));
        }

        /** The end of the steps of one element, which does not wait. */
        private List<Doc> ended(String item, Exit.Mode mode) {
            if (!results.isEmpty()) {
                List<Doc> docs = new ArrayList<>(List.of(Doc.text(results + ".add(" + item + ");")));
                docs.addAll(statements.ends(turn, mode));
                return docs;
            }
            rename(parameter(chain.end()), item);
            if (flag != null) {
                Expression body = bodyOf(chain.end());
                return match(body, frame.source.of(body), mode);
            }
            J body = Chain.lambdaOf(chain.end()).getBody();
            List<Statement> list = body instanceof J.Block block ? block.getStatements() : List.of((Statement) body);
            return statements.rest(list, Exit.eachCall(), mode, 1);
        }

        private List<Doc> match(Expression body, String text, Exit.Mode mode) {
            String stops = chain.end().getSimpleName().equals("allMatch") ? Conditions.not(body, text) : text;
            List<Doc> found = new ArrayList<>(List.of(Doc.text(flag + "[0] = true;")));
            found.addAll(Tries.written(turn.jump(Jump.BREAK, null, mode)));
            List<Doc> docs = new ArrayList<>(List.of(new Doc.Block("if (" + stops + ") {", found, "}")));
            docs.addAll(statements.ends(turn, mode));
            return docs;
        }
    }

    private void rename(Local parameter, String text) {
        if (!parameter.name.equals(text)) {
            frame.source.renamed.put(parameter, text);
        }
    }

    private @Nullable String optional(J.MethodInvocation call, List<Hoist> hoists) {
        Expression select = call.getSelect();
        hoists.addAll(expressions.lower(select));
        String given = expressions.text(select);
        String name = given.matches("Optional\\.ofNullable\\(\\w+\\)")
                ? given.substring(given.indexOf('(') + 1, given.length() - 1)
                : "";
        String there;
        String value;
        if (!name.isEmpty()) {
            there = name + " != null";
            value = name;
        } else {
            String before = given;
            if (!given.matches("\\w+") || !expressions.isStable(select)) {
                before = frame.locals.fresh("given");
                hoists.add(new Hoist(before, given, null, false, false));
            }
            there = before + ".isPresent()";
            value = before + ".get()";
        }
        return switch (call.getSimpleName()) {
            case "orElseGet" -> {
                refuseMixed(call);
                yield chosen(there, Doc.call("Stages.ok", Doc.raw(value)), of(call, null), hoists);
            }
            case "map" ->
                "Optional.ofNullable(" + chosen(there, of(call, value), Doc.raw("Stages.ok(null)"), hoists) + ")";
            case "flatMap" -> {
                String none = "Stages.ok(Optional.<" + Types.boxed(contentOf(call.getType())) + ">empty())";
                yield chosen(there, of(call, value), Doc.raw(none), hoists);
            }
            default -> present(there, call, value, hoists);
        };
    }

    /** The type of what is in an Optional of that type. */
    private static @Nullable JavaType contentOf(@Nullable JavaType optional) {
        return optional instanceof JavaType.Parameterized type
                        && type.getTypeParameters().size() == 1
                ? type.getTypeParameters().get(0)
                : null;
    }

    /** Both stages have to be of the very type. */
    private void refuseMixed(J.MethodInvocation call) {
        String type = Types.boxed(call.getType());
        boolean same = type.equals(Types.boxed(bodyOf(call).getType()))
                && type.equals(Types.boxed(contentOf(call.getSelect().getType())));
        if (!same) {
            throw new Refusal(Reason.NOT_PROVABLE, "an Optional of another type than what stands in for it");
        }
    }

    private String chosen(String there, Doc.Expr yes, Doc.Expr no, List<Hoist> hoists) {
        frame.imports.add("java.util.Optional");
        String name = frame.locals.fresh("chosen");
        hoists.add(new Hoist(name, null, new Doc.Choice(there, yes, no), false, false));
        return name;
    }

    /** The stage of the lambda of a call, for its parameter {@code value}. */
    private Doc.Expr of(J.MethodInvocation call, @Nullable String value) {
        if (value != null) {
            rename(parameter(call), value);
        }
        return expressions.stageOf(bodyOf(call));
    }

    private @Nullable String present(String there, J.MethodInvocation call, String value, List<Hoist> hoists) {
        rename(parameter(call), value);
        J body = Chain.lambdaOf(call).getBody();
        List<Statement> list = body instanceof J.Block block ? block.getStatements() : List.of((Statement) body);
        List<Doc> docs = new ArrayList<>();
        docs.add(new Doc.Block("if (" + there + ") {", statements.scoped(list, Exit.eachCall(), 1), "}"));
        docs.add(Doc.give(Doc.raw("Stages.done()")));
        hoists.add(new Hoist(Hoist.IGNORED, null, Tries.started(docs, "Void"), true, false));
        return null;
    }
}
