// Tells whether a key belongs to a syllable that is still composed. Safari says so by a number alone.
export const isComposing = (event) => event.isComposing || event.keyCode === 229;
