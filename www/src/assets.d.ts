// What Vite makes of a file that is imported so: where it lies.
declare module "*?url" {
  const url: string;
  export default url;
}
