// @ts-check
// What is shown: the map, the text and the table all ask here, and listen to "filtered".

/** @param {number} _place A place's number. @returns {boolean} */
export const isPlaceShown = (_place) => true;

/** @param {number} _mention A mention's number. @returns {boolean} */
export const isMentionShown = (_mention) => true;
