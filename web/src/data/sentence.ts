/** A message of the program as a sentence: on the command line it stands after a colon, here it stands alone. */

/** Its first word begins large and a full stop ends it; what begins with a name or a path is left as it is. */
export function sentence(text: string): string {
  const said = /^[a-z]+[ ,]/.test(text) ? `${text[0]?.toUpperCase()}${text.slice(1)}` : text;
  return said && !/[.!?:]$/.test(said) ? `${said}.` : said;
}
