// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets Spring Boot print what is wrong and what to do, instead of a stack. */
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<StartFailure> {
    StartFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable root, StartFailure failure) {
        return new FailureAnalysis(failure.what(), failure.next(), failure);
    }
}
