// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

/**
 * One step of a path: a place in the code, and the line at which it calls the next step.
 *
 * @param className binary name of the class
 * @param methodName name of the method; for the body of a lambda, that of the method around it
 * @param fileName source file, or {@code ?} where the class does not say
 * @param line line of the call, 0 where the class has no line numbers
 * @param role what this step is on the path, such as {@code lambda given to Stages.then}; may be empty
 */
public record Frame(String className, String methodName, String fileName, int line, String role) {
    /** {@code OrderTasks.send}. */
    public String name() {
        String simple = className.substring(className.lastIndexOf('.') + 1);
        return methodName.isEmpty() ? simple : simple + "." + methodName;
    }

    /** {@code (OrderTasks.java:42)}, which IDEs turn into a link. */
    public String place() {
        return "(" + fileName + (line > 0 ? ":" + line : ", no line numbers") + ")";
    }
}
