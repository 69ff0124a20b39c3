/** Names of the DOM in the types of botbuilder and adaptivecards; this project compiles without the DOM. */
declare type RequestInfo = string | URL | Request;
declare interface JsonWebKey {
  [member: string]: unknown;
}
declare interface Node {
  nodeName: string;
}
declare interface HTMLElement extends Node {
  outerHTML: string;
}
declare interface HTMLAnchorElement extends HTMLElement {
  href: string;
}
declare interface HTMLDivElement extends HTMLElement {
  align: string;
}
declare interface HTMLInputElement extends HTMLElement {
  value: string;
}
declare interface MouseEvent extends Event {
  button: number;
}
