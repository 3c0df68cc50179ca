// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openrewrite.SourceFile;

/**
 * Tasks in Kotlin and Groovy sources, by their text: methods with {@code @Job} or {@code @Recurring}, and {@code run} of
 * a {@code JobRequestHandler}. What they do is not looked at.
 */
final class OtherTasks {
    private static final Pattern TYPE =
            Pattern.compile("\\b(?:class|object|trait)\\s+(\\w+)(?:(?!\\b(?:class|object|trait|fun)\\b)[^{;])*\\{");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)");
    private static final Pattern MARK = Pattern.compile("@(?:[\\w.]+\\.)?(?:Job|Recurring)\\b");
    private static final Pattern KOTLIN = Pattern.compile("\\bfun\\s+(?:<[^>]*>\\s*)?(\\w+)\\s*\\(");
    private static final Pattern GROOVY = Pattern.compile("(?:[\\w.\\]>?]\\s+)(\\w+)\\s*\\(");
    private static final Pattern HANDLER = Pattern.compile("[:,\\s]JobRequestHandler\\s*<");

    private final SourceFile file;
    private final String text;
    private final boolean kotlin;
    private final OtherTypes types;
    private final List<OtherTask> found = new ArrayList<>();

    private OtherTasks(SourceFile file) {
        this.file = file;
        this.text = withoutComments(file.printAll());
        this.kotlin = !file.getSourcePath().toString().endsWith(".groovy");
        Matcher declared = PACKAGE.matcher(text);
        this.types = new OtherTypes(text, declared.find() ? declared.group(1) + "." : "", kotlin);
    }

    static boolean mayHave(SourceFile file) {
        String path = file.getSourcePath().toString();
        return path.endsWith(".kt") || path.endsWith(".groovy");
    }

    static List<OtherTask> in(SourceFile file) {
        OtherTasks tasks = new OtherTasks(file);
        tasks.findMarked();
        tasks.findHandlers();
        return tasks.found;
    }

    private void findMarked() {
        Matcher mark = MARK.matcher(text);
        while (mark.find()) {
            int from = mark.end();
            while (from < text.length() && Character.isWhitespace(text.charAt(from))) {
                from++;
            }
            if (from < text.length() && text.charAt(from) == '(') {
                from = closing(from, '(', ')') + 1;
            }
            Matcher head = (kotlin ? KOTLIN : GROOVY).matcher(text);
            if (head.find(Math.min(from, text.length()))
                    && !text.substring(from, head.start()).contains("}")) {
                add(head, mark.start());
            }
        }
    }

    private void findHandlers() {
        enclosing().forEach((start, name) -> {
            int open = text.indexOf('{', start);
            if (!HANDLER.matcher(text.substring(start, open)).find()
                    && !text.substring(start, open).contains("implements JobRequestHandler")) {
                return;
            }
            Matcher head = (kotlin ? KOTLIN : GROOVY).matcher(text).region(open, closing(open, '{', '}'));
            while (head.find()) {
                if (head.group(1).equals("run")) {
                    add(head, head.start());
                    return;
                }
            }
        });
    }

    private void add(Matcher head, int start) {
        String parameters = text.substring(head.end(), closing(head.end() - 1, '(', ')'));
        String owner = ownerAt(head.start());
        int line = 1
                + (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
        String address = types.inPackage(owner) + "#" + head.group(1) + "(" + types.parameters(parameters) + ")";
        if (found.stream().noneMatch(task -> task.address().equals(address))) {
            found.add(
                    new OtherTask(address, owner.replace('$', '.') + "." + head.group(1), file.getSourcePath(), line));
        }
    }

    /** Binary name of the class around, without its package; a function outside of classes belongs to one of its file. */
    private String ownerAt(int position) {
        StringBuilder name = new StringBuilder();
        enclosing().forEach((start, simple) -> {
            int open = text.indexOf('{', start);
            if (open < position && position < closing(open, '{', '}')) {
                name.append(name.isEmpty() ? "" : "$").append(simple);
            }
        });
        if (!name.isEmpty()) {
            return name.toString();
        }
        String path = file.getSourcePath().getFileName().toString();
        String simple = path.substring(0, path.lastIndexOf('.'));
        return kotlin ? Character.toUpperCase(simple.charAt(0)) + simple.substring(1) + "Kt" : simple;
    }

    private Map<Integer, String> enclosing() {
        Map<Integer, String> classes = new LinkedHashMap<>();
        Matcher type = TYPE.matcher(text);
        while (type.find()) {
            classes.put(type.start(), type.group(1));
        }
        return classes;
    }

    private int closing(int open, char left, char right) {
        int depth = 0;
        for (int at = open; at < text.length(); at++) {
            char c = text.charAt(at);
            depth += c == left ? 1 : c == right ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return text.length() - 1;
    }

    /** The text with comments and the insides of strings blanked, so that places and lines stay. */
    private static String withoutComments(String text) {
        Matcher skipped = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"")
                .matcher(text);
        return skipped.replaceAll(match -> match.group().replaceAll("[^\\n]", " "));
    }
}
