// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

/** A method in a class. Lambdas belong to the method around them. */
record Place(String className, String method) {
    /** {@code com.acme.Foo#bar(java.lang.String)}. */
    static Place ofAddress(String address) {
        int hash = address.indexOf('#');
        String method = address.substring(hash + 1).replaceAll("\\(.*", "");
        return new Place(address.substring(0, Math.max(hash, 0)), enclosing(method));
    }

    boolean is(String otherClass, String otherMethod) {
        return className.equals(otherClass) && method.equals(enclosing(otherMethod));
    }

    /** {@code lambda$send$3} is {@code send}. */
    static String enclosing(String method) {
        if (!method.startsWith("lambda$")) {
            return method;
        }
        String rest = method.substring("lambda$".length());
        int end = rest.lastIndexOf('$');
        String name = end < 0 ? rest : rest.substring(0, end);
        return switch (name) {
            case "new" -> "<init>";
            case "static" -> "<clinit>";
            default -> name;
        };
    }

    /** Class names: {@code *} for all, {@code a.b.*} for a package and those below, else a class and what is nested in it. */
    record Pattern(String text) {
        boolean matches(String className) {
            for (String one : text.split("\\|")) {
                boolean met = one.endsWith("*")
                        ? className.startsWith(one.substring(0, one.length() - 1))
                        : className.equals(one) || className.startsWith(one + "$");
                if (met) {
                    return true;
                }
            }
            return false;
        }
    }
}
