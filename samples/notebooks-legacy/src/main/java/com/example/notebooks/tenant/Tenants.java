package com.example.notebooks.tenant;

import org.slf4j.MDC;

/** The tenant on whose behalf the current thread works; it is in the logging context, so every log line has it. */
public final class Tenants {

    public static final String PUBLIC = "public";
    static final String MDC_KEY = "tenant";

    private Tenants() {}

    public static String current() {
        String tenant = MDC.get(MDC_KEY);
        return tenant == null ? PUBLIC : tenant;
    }

    public static void enter(String tenant) {
        MDC.put(MDC_KEY, tenant);
    }

    public static void leave() {
        MDC.remove(MDC_KEY);
    }
}
