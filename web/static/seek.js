/** The search of every page, as one types. */
export {};
