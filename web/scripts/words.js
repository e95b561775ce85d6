// What the box says, in the two languages of the service.

export const WORDS = {
  ar: {
    search: "بحث",
    placeholder: "ابحث بالعربية أو الإنجليزية",
    results: "النتائج",
    all: "جميع النتائج",
    none: "لا نتائج",
    failed: "تعذّر البحث الآن",
    meant: "هل تقصد:",
  },
  en: {
    search: "Search",
    placeholder: "Search in Arabic or English",
    results: "Results",
    all: "All results",
    none: "No results",
    failed: "The search failed",
    meant: "Did you mean:",
  },
};
